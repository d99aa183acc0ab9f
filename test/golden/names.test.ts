import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';
import { planService, type ServiceChoices, type ServicePlan } from '../../src/plan/service.ts';
import { readVocabulary } from '../../src/render/vocabulary.ts';
import type { Table } from '../../src/schema/table.ts';
import { column, foreignKey, schemaOf, table } from '../unit/schema/helpers.ts';

const templates = join(packageRoot(), 'templates');

/** Words of the language, and names that every object has: each may be a table's. */
const LANGUAGE =
  'class default new package in null this undefined await async type constructor toString valueOf hasOwnProperty __proto__';

/** The service's own tables: a schema that has one of that name is refused. */
const REFUSED =
  /^(?:idempotencyAnswers|signIn(?:Accounts|Sessions|Tokens|Revocations|Keys|Limits))$/;

/**
 * A table for each name that generated code uses, of columns that are called so too: mostly a reference to the table before,
 * and two values.
 */
function everyName(): Table[] {
  const all = new Set([...readVocabulary(templates).names, ...LANGUAGE.split(' ')]);
  const names = [...all].filter((name) => !REFUSED.test(name));
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
  const tables = everyName();
  const plan = await planned({}, tables);
  expect(plan.resources.filter(({ kind }) => kind === 'resource')).toHaveLength(tables.length);
  expect(await findings(plan, ['src/modules', 'test/factories', 'scripts/seed.ts'])).toBe(NONE);
});

/** What is made of tenants and of those in them, beside the modules. */
const tenancies = [
  ['tenants', 'members', 'users'],
  ['tenant', 'member', 'user'],
  ['organizations', 'tenant', 'people'],
];

it.each(tenancies)('tenants may be called %s, their members %s', async (of, joining, who) => {
  const key = (name: string) => column(name, { kind: 'uuid', sqlType: 'uuid' });
  const people = table(who, {
    columns: [column('email')],
    uniqueKeys: [{ name: 'email', columns: ['email'], nullsNotDistinct: false }],
  });
  const members = table(joining, {
    columns: [key('ofId'), key('userId'), column('role', { enumValues: ['owner', 'other'] })],
    foreignKeys: [
      foreignKey(['ofId'], `public.${of}`),
      foreignKey(['userId'], `public.${people.name}`),
    ],
    uniqueKeys: [{ name: 'one', columns: ['ofId', 'userId'], nullsNotDistinct: false }],
  });
  const projects = table('projects', {
    columns: [key('ofId'), key('leadId')],
    foreignKeys: [
      foreignKey(['ofId'], `public.${of}`),
      foreignKey(['leadId'], `public.${people.name}`),
    ],
  });
  const marked = column('deletedAt', { kind: 'timestamp', jsType: 'Date', notNull: false });
  const tables = [people, table(of, { columns: [marked] }), members, projects];
  const answers = { auth: 'built-in', usersTable: who, tenantsTable: of } as const;
  const plan = await planned(answers, tables);
  expect(plan.files.map(({ path }) => path)).toContain('src/access/teammates.ts');
  expect(await findings(plan, ['src/access', 'test/access', 'test/auth'])).toBe(NONE);
});

const NONE = 'Found 0 warnings and 0 errors.';

function planned(answers: Partial<ServiceChoices>, tables: Table[]): Promise<ServicePlan> {
  const kit = { name: 'create-backend-kit', version: '0.0.0', dependency: '0.0.0' };
  const schema = schemaOf(...tables);
  return planService({ answers: { name: 'names', pm: 'npm', ...answers }, schema, kit });
}

/** What the service's linter, without types, says of its files. */
async function findings({ files }: ServicePlan, paths: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kit-names-'));
  try {
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const { options: _, ...config } = JSON.parse(
      readFileSync(join(folder, '.oxlintrc.json'), 'utf8'),
    );
    // `then` as a property is for the linter's own test: here it is about what names mean.
    writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(config));
    const oxlint = join(packageRoot(), 'node_modules/.bin/oxlint');
    const options = { cwd: folder, reject: false };
    const { stdout } = await execa(oxlint, ['--deny-warnings', ...paths], options);
    return stdout.includes(NONE) ? NONE : stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
