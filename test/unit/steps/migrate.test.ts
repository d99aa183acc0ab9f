import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { applyMigrations, whatIsMissing } from '../../../src/steps/migrate.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { recordedTerminal } from '../../support/terminal.ts';

it.each([
  ['extension "vector" is not available', /no extension vector\. Set DATABASE_URL/],
  ['function authorize(unknown) does not exist', /calls authorize\(\), .* drizzle\//],
  ['function private.teams_of(uuid, text) does not exist', /calls private\.teams_of\(\)/],
  ['relation "x" does not exist', /^$/],
])('a migration that fails with %s says what to do', (output, expected) => {
  expect(whatIsMissing(`> db:migrate\n${output}\n`)).toMatch(expected);
});

/** A service whose node prints its arguments, then what it is told to, and ends with the given code. */
function serviceWith(prints: string, exitCode: number): string {
  const node = 'node_modules/.bin/node';
  const folder = temporaryFolder({
    'scripts/with-database.ts': "if (options.has('--development')) process.exit(78);",
    [node]: `#!/bin/sh\necho "$@" > arguments\necho '${prints}'\nexit ${exitCode}\n`,
  });
  chmodSync(join(folder, node), 0o755);
  return folder;
}

it('leaves a database alone that somebody names, and says who', async () => {
  const folder = serviceWith('DATABASE_URL in .env names a database: db.example/company.', 78);
  const terminal = recordedTerminal();
  const result = await applyMigrations(terminal, { folder, pm: 'npm' });
  expect(result).toMatchObject({ step: 'migrate', status: 'skipped' });
  expect(result.detail).toContain(
    'not applied: DATABASE_URL in .env names a database: db.example/',
  );
  expect(result.advice?.join('\n')).toContain('npm run db:migrate');
  // It takes a decision first: in the commands to type next it would be run without one.
  expect(result.command).toBeUndefined();
  expect(terminal.text()).toContain('\n- Applying');
  expect(readFileSync(join(folder, 'arguments'), 'utf8')).toContain(
    'with-database.ts --development',
  );
});

it('does not run a script that may lead to any database', async () => {
  const folder = serviceWith('never run', 0);
  for (const text of ['', 'its own']) {
    const other = temporaryFolder(text ? { 'scripts/with-database.ts': text } : {});
    const result = await applyMigrations(recordedTerminal(), { folder: other, pm: 'npm' });
    expect(result).toMatchObject({ status: 'skipped', detail: expect.stringContaining('not run') });
  }
  const known = await applyMigrations(recordedTerminal(), { folder, pm: 'npm' });
  expect(known).toMatchObject({ status: 'done' });
});
