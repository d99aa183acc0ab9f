import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type MigrateInput, whatIsMissing, writeMigration } from '../../../src/steps/migrate.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { recordedTerminal } from '../../support/terminal.ts';

const index = (name: string) => `CREATE INDEX "${name}" ON "t" USING btree ("name" text_ops);\n`;

it('mends the migration that it writes, and none that was there before', async () => {
  const generate = `node -e "fs.writeFileSync('drizzle/0001_new.sql', fs.readFileSync('new.sql'))" --`;
  const folder = temporaryFolder({
    'package.json': JSON.stringify({ private: true, scripts: { 'db:generate': generate } }),
    'new.sql': index('new'),
    'drizzle/0000_old.sql': index('old'),
  });
  const input: MigrateInput = { folder, pm: 'npm', name: 'new', tables: [] };
  expect(await writeMigration(recordedTerminal(), input)).toBeUndefined();
  const read = (file: string) => readFileSync(join(folder, 'drizzle', file), 'utf8');
  expect(read('0001_new.sql')).toContain('("name")');
  expect(read('0000_old.sql')).toBe(index('old'));
});

it.each([
  ['extension "vector" is not available', /no extension vector\. Set DATABASE_URL/],
  ['function authorize(unknown) does not exist', /calls authorize\(\), .* drizzle\//],
  ['function private.teams_of(uuid, text) does not exist', /calls private\.teams_of\(\)/],
  ['relation "x" does not exist', /^$/],
])('a migration that fails with %s says what to do', (output, expected) => {
  expect(whatIsMissing(`> db:migrate\n${output}\n`)).toMatch(expected);
});
