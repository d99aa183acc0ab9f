import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';
import { planService } from '../../src/plan/service.ts';
import { readVocabulary } from '../../src/render/vocabulary.ts';
import type { Table } from '../../src/schema/table.ts';
import { column, foreignKey, schemaOf, table } from '../unit/schema/helpers.ts';

const templates = join(packageRoot(), 'templates');

/** Words of the language, and names that every object has: each may be a table's. */
const LANGUAGE =
  'class default new package in null this undefined await async type constructor toString valueOf hasOwnProperty __proto__';

/** The service's own table of answers: a schema that has one of that name is refused. */
const REFUSED = 'idempotencyAnswers';

/**
 * A table for each name that generated code uses, of columns that are called so too: mostly a reference to the table before,
 * and two values.
 */
function everyName(): Table[] {
  const all = new Set([...readVocabulary(templates).names, ...LANGUAGE.split(' ')]);
  const names = [...all].filter((name) => name !== REFUSED);
  return names.toSorted().map((name, i) => {
    const [before, a, b] = [1, 2, 3].map((step) => names.toSorted().at(i - step) as string);
    const key = String(before === 'id' ? 'idOf' : before);
    return table(name, {
      // `names` and `Names` are two tables, in the database as well.
      name: `${name}_${i}`,
      id: `public.${name}_${i}`,
      columns: [
        column(key, { kind: 'uuid', sqlType: 'uuid', notNull: i % 2 === 0 }),
        ...[a, b].filter((other) => other !== 'id').map((other) => column(String(other))),
      ],
      foreignKeys: i % 4 === 0 ? [] : [foreignKey([key], `public.${before}_${i - 1}`)],
    });
  });
}

it('a table and a column may have any name that generated code uses', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kit-names-'));
  try {
    const kit = { name: 'create-backend-kit', version: '0.0.0', dependency: '0.0.0' };
    const tables = everyName();
    const schema = schemaOf(...tables);
    const plan = await planService({ answers: { name: 'names', pm: 'npm' }, schema, kit });
    expect(plan.resources.filter(({ kind }) => kind === 'resource')).toHaveLength(tables.length);
    for (const { path, content } of plan.files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const { options: _, ...config } = JSON.parse(
      readFileSync(join(folder, '.oxlintrc.json'), 'utf8'),
    );
    // `then` as a property is for the linter's own test: here it is about what names mean.
    writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(config));
    const oxlint = join(packageRoot(), 'node_modules/.bin/oxlint');
    const { stdout } = await execa(
      oxlint,
      ['--deny-warnings', 'src/modules', 'test/factories', 'scripts/seed.ts'],
      {
        cwd: folder,
        reject: false,
      },
    );
    expect(stdout).toContain('Found 0 warnings and 0 errors.');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
