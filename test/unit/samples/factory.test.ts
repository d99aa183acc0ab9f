import { describe, expect, it } from 'vitest';
import { factoryModel, factoryTables } from '../../../src/samples/factory.ts';
import type { Column, Table } from '../../../src/schema/table.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';
import { child, join, modelIn, serviceOf } from '../model/tables.ts';
import { isCreatable, obstacleOf } from '../../../src/samples/obstacles.ts';

/** The factory of one of the tables. */
function factoryOf(name: string, tables: Table[]) {
  const service = serviceOf(tables);
  return factoryModel(modelIn(service, name), service, new Map());
}

const entries = (name: string, tables: Table[]) =>
  factoryOf(name, tables).values.map(({ entry }) => entry);

/** The keys that a factory gives values to. */
const filled = (columns: Column[], more: Partial<Table> = {}) =>
  entries('things', [table('things', { ...more, columns })]).map((entry) => entry.split(/[:,]/)[0]);

describe('which tables get a factory', () => {
  const names = (tables: Table[], choice = {}) =>
    factoryTables(serviceOf(tables, choice), new Map()).map((one) => one.table.name);

  it('resources, what their rows need though it is no resource, but no views', () => {
    const tables = [
      table('users'),
      child('posts', ['users']),
      table('totals', { kind: 'view', primaryKey: [] }),
    ];
    expect(names(tables, { skipTables: ['users'] })).toEqual(['posts', 'users']);
  });

  it('not those that need each other in a circle: no row could be the first', () => {
    const tables = [child('eggs', ['hens']), child('hens', ['eggs']), table('farms')];
    const service = serviceOf(tables);
    expect(names(tables)).toEqual(['farms']);
    expect(isCreatable(modelIn(service, 'eggs'), service, new Map())).toBe(false);
    expect(isCreatable(modelIn(service, 'farms'), service, new Map())).toBe(true);
  });

  it('each looked at once, however many ways lead to it', () => {
    const tables = Array.from({ length: 400 }, (_, i) =>
      child(
        `t${i}`,
        [i - 1, i - 2].filter((n) => n >= 0).map((n) => `t${n}`),
      ),
    );
    const service = serviceOf(tables);
    let asked = 0;
    class Counted extends Map {
      override get(key: unknown) {
        asked += 1;
        return super.get(key);
      }
    }
    const checks = new Counted();
    expect(factoryTables(service, checks)).toHaveLength(400);
    expect(asked).toBeLessThan(10 * 400);
    asked = 0;
    expect(service.tables.every((one) => isCreatable(one, service, checks))).toBe(true);
    expect(asked).toBe(0);
  });

  it.each<[string, Partial<Column>]>([
    ['an enum', { kind: 'enum', enumValues: ['a', 'b'] }],
    ['a flag', { kind: 'boolean' }],
    ['one constant', { default: 'sql', constantDefault: true }],
  ])('those whose key has room for a few rows, but none that need them: %s', (_, more) => {
    const settings = table('settings', { primaryKey: ['mode'], columns: [column('mode', more)] });
    const uses = table('uses', {
      columns: [column('mode', more)],
      foreignKeys: [foreignKey(['mode'], 'public.settings', { targetColumns: ['mode'] })],
    });
    expect(names([settings, uses])).toEqual(['settings']);
    const obstacle = (one: Table) => {
      const service = serviceOf([one]);
      return obstacleOf(modelIn(service, 'settings'), service, new Map());
    };
    expect(obstacle(settings)).toBe('few');
    expect(obstacle({ ...settings, primaryKey: ['mode', 'id'] })).toBeNull();
  });

  it('those whose key has a constant default, where another value can be set', () => {
    const code = column('code', { default: 'sql', constantDefault: true, notNull: false });
    const teams = table('teams', {
      columns: [code],
      uniqueKeys: [{ name: 'u', columns: ['code'], nullsNotDistinct: false }],
    });
    expect(names([teams])).toEqual(['teams']);
    expect(entries('teams', [teams]).join('\n')).toMatch(/^code: .*n/m);
  });

  it('not those that need a value which nobody knows', () => {
    const shape = { kind: 'custom', sqlType: 'daterange' } as const;
    const shapes = (more: Partial<Column>) =>
      names([table('shapes', { columns: [column('shape', { ...shape, ...more })] })]);
    expect(shapes({})).toEqual([]);
    expect(shapes({ customSample: '[a,b)' })).toEqual(['shapes']);
    expect(shapes({ notNull: false })).toEqual(['shapes']);
  });

  it('those whose circle has a reference that may be missing', () => {
    const leader = column('leaderId', { kind: 'uuid', notNull: false });
    const teams = table('teams', {
      columns: [leader],
      foreignKeys: [foreignKey(['leaderId'], 'public.players')],
    });
    expect(names([teams, child('players', ['teams'])])).toEqual(['teams', 'players']);
  });
});

describe('the row that a factory makes', () => {
  it('has what a row needs, and what makes it worth looking at', () => {
    const optional = { notNull: false };
    const columns = [
      column('title'),
      column('note', optional),
      column('meta', { kind: 'json', ...optional }),
      column('state', { default: 'sql' }),
      column('search', { generatedAlways: true }),
      column('passwordHash', optional),
    ];
    expect(filled(columns)).toEqual(['id', 'title', 'note', 'createdAt', 'updatedAt']);
  });

  it('refers to a row that it makes, unless it is given one', () => {
    const { steps, values, importLines, dbParameter } = factoryOf('posts', [
      table('users'),
      child('posts', ['users']),
    ]);
    expect(steps).toEqual(['const userId = overrides.userId ?? (await createUser(db)).id;']);
    expect(values.map(({ entry }) => entry)).toContain('userId');
    expect(importLines).toContain("import { createUser } from './users';");
    expect(dbParameter).toBe('db');
    expect(factoryOf('users', [table('users')]).dbParameter).toBe('_db');
  });

  it('refers to a row that it makes where only one row could be without', () => {
    const posts = (columns: string[], nullsNotDistinct: boolean) =>
      table('posts', {
        columns: [column('userId', { notNull: false }), column('title')],
        foreignKeys: [foreignKey(['userId'], 'public.users')],
        uniqueKeys: [{ name: 'u', columns, nullsNotDistinct }],
      });
    const steps = (...key: Parameters<typeof posts>) =>
      factoryOf('posts', [table('users'), posts(...key)]).steps;
    expect(steps(['userId'], true)).toEqual([
      'const userId = overrides.userId === undefined ? (await createUser(db)).id : overrides.userId;',
    ]);
    expect(steps(['userId'], false)).toEqual([]);
    expect(steps(['userId', 'title'], true)).toEqual([]);
  });

  it('tells TypeScript of a key that has no type of its own, where the column that refers to it has', () => {
    const posts = (hasOwnType: boolean) =>
      table('posts', {
        columns: [column('userId', { hasOwnType })],
        foreignKeys: [foreignKey(['userId'], 'public.users')],
      });
    const value = (own: boolean, users = table('users')) =>
      factoryOf('posts', [users, posts(own)]).steps[0]?.replace(/.*\?\? /, '');
    expect(value(true)).toBe('(await createUser(db)).id as never;');
    expect(value(false)).toBe('(await createUser(db)).id;');
    const branded = { ...table('users'), columns: [column('id', { hasOwnType: true })] };
    expect(value(true, branded)).toBe('(await createUser(db)).id;');
  });

  it('refers to a row that it makes where the default would refer to one that is not there', () => {
    const role = column('roleId', { kind: 'integer', default: 'sql', notNull: false });
    const users = table('users', {
      columns: [role],
      foreignKeys: [foreignKey(['roleId'], 'public.roles')],
    });
    expect(factoryOf('users', [table('roles'), users]).steps).toEqual([
      'const roleId = overrides.roleId === undefined ? (await createRole(db)).id : overrides.roleId;',
    ]);
  });

  it('asks nothing of what every object inherits, and gives it to drizzle where it has no value', () => {
    const odd = table('things', {
      columns: [column('constructor'), column('valueOf', { default: 'sql' }), column('title')],
    });
    const { given, importLines } = factoryOf('things', [odd]);
    expect(given).toMatchObject({
      own: 'const overrides = ownOf<typeof things.$inferInsert>(given);\n',
      type: 'SomeOf<typeof things.$inferInsert>',
      inserted: '{ valueOf: sql`default`, ...values }',
    });
    expect(importLines).toContain("import { sql } from 'drizzle-orm';");
    expect(importLines).toContain('ownOf, ');
    expect(factoryOf('users', [table('users')]).given.own).toBe('');
  });

  it('needs no row for a reference that may be missing', () => {
    const optional = column('userId', { kind: 'uuid', notNull: false });
    const posts = table('posts', {
      columns: [optional],
      foreignKeys: [foreignKey(['userId'], 'public.users')],
    });
    expect(factoryOf('posts', [table('users'), posts]).steps).toEqual([]);
  });

  it('takes all columns of a composite reference from one row', () => {
    const matches = join('goals', ['teams', 'players'], [column('note')]);
    const reviews = table('reviews', {
      columns: matches.columns.slice(0, 2),
      foreignKeys: [
        foreignKey(['teamId', 'playerId'], 'public.goals', {
          targetColumns: ['teamId', 'playerId'],
        }),
      ],
    });
    const { steps } = factoryOf('reviews', [table('teams'), table('players'), matches, reviews]);
    const text = steps.join('\n');
    expect(text.match(/createGoal\(db\)/g)).toHaveLength(1);
    expect(text).toContain('teamId: goalParent.teamId, playerId: goalParent.playerId');
  });

  it('uses no word of the language and no name of its own as a variable', () => {
    const classes = table('classes');
    const items = table('items', {
      columns: [column('class', { kind: 'uuid' }), column('db', { kind: 'uuid' })],
      foreignKeys: [foreignKey(['class'], 'public.classes'), foreignKey(['db'], 'public.classes')],
    });
    expect(factoryOf('items', [classes, items]).steps).toEqual([
      'const classValue = overrides.class ?? (await createClass(db)).id;',
      'const dbValue = overrides.db ?? (await createClass(db)).id;',
    ]);
  });

  it('makes no row for what another reference decides', () => {
    const key = { kind: 'uuid' } as const;
    const rules = table('rules', {
      primaryKey: ['spaceId', 'id'],
      columns: [column('spaceId', key)],
      foreignKeys: [foreignKey(['spaceId'], 'public.spaces')],
    });
    const uses = table('uses', {
      columns: [column('spaceId', key), column('ruleId', key)],
      foreignKeys: [
        foreignKey(['spaceId'], 'public.spaces'),
        foreignKey(['spaceId', 'ruleId'], 'public.rules', { targetColumns: ['spaceId', 'id'] }),
      ],
    });
    const { importLines } = factoryOf('uses', [table('spaces'), rules, uses]);
    expect(importLines).toContain('createRule');
    expect(importLines).not.toContain('createSpace');
  });

  it('tells two parents of one table apart', () => {
    const key = { kind: 'uuid' } as const;
    const to = { targetColumns: ['orgId', 'id'] };
    const nodes = table('nodes', { primaryKey: ['orgId', 'id'], columns: [column('orgId', key)] });
    const edges = table('edges', {
      columns: ['orgId', 'fromId', 'toId'].map((name) => column(name, key)),
      foreignKeys: [
        foreignKey(['orgId', 'fromId'], 'public.nodes', to),
        foreignKey(['orgId', 'toId'], 'public.nodes', to),
      ],
    });
    const steps = factoryOf('edges', [nodes, edges]).steps.join('\n');
    expect(steps).toContain('if (overrides.fromId === undefined)');
    expect(steps).toContain('const fromParent = await createNode(db, { ...(overrides.orgId !==');
    expect(steps).toContain('const toParent = await createNode(db, { orgId: orgId });');
  });

  it('knows that a parent has what a row must have, though it could do without', () => {
    const people = table('people', { columns: [column('handle', { notNull: false })] });
    const target = { targetColumns: ['handle'] };
    const notes = table('notes', {
      columns: [column('author'), column('editor', { notNull: false })],
      foreignKeys: ['author', 'editor'].map((key) => foreignKey([key], 'public.people', target)),
    });
    expect(factoryOf('notes', [people, notes]).steps.join('\n')).toContain(
      'overrides.author ?? (await createPersonRow(db)).handle as never',
    );
  });

  it('knows that a parent has all of its key, though its type may not', () => {
    const nullable = { kind: 'integer', typedNullable: true } as const;
    const seats = table('seats', {
      primaryKey: ['row', 'place'],
      columns: [column('row', nullable), column('place', { kind: 'integer' })],
    });
    const tickets = table('tickets', {
      columns: ['seatRow', 'seatPlace'].map((key) => column(key, { kind: 'integer' })),
      foreignKeys: [
        foreignKey(['seatRow', 'seatPlace'], 'public.seats', { targetColumns: ['row', 'place'] }),
      ],
    });
    expect(factoryOf('tickets', [seats, tickets]).steps.join('\n')).toContain(
      "{ seatRow: seatParent.row as (typeof tickets.$inferSelect)['seatRow'], seatPlace: seatParent.place }",
    );
  });

  it.each<[string, Partial<Column>]>([
    ['json, whose shape only its type knows', { kind: 'json', jsType: 'object' }],
    [
      'a point, which would be taken for an array',
      { kind: 'geometry', jsType: 'object', sqlType: 'point' },
    ],
  ])('tells the compiler what it is: %s', (_, more) => {
    const things = table('things', { columns: [column('value', more)] });
    expect(entries('things', [things]).join('\n')).toMatch(
      /^value: .* as \(typeof things\.\$inferInsert\)\['value'\]$/m,
    );
  });

  it('says of a custom type only that it need not be looked at', () => {
    const types = [
      column('amount', { kind: 'custom', sqlType: 'numeric', customSample: 1 }),
      column('day', {
        kind: 'custom',
        sqlType: 'date',
        jsType: 'Date',
        customSample: '2024-01-02T03:04:05.000Z',
      }),
      column('embedding', { kind: 'custom', sqlType: 'vector(2)', customSample: [0.5, 0.5] }),
    ];
    const [, ...found] = entries('things', [table('things', { columns: types })]);
    expect(found.slice(0, 3)).toEqual([
      'amount: n as never',
      "day: new Date('2024-01-02T03:04:05.000Z') as never",
      'embedding: Array.from({ length: 2 }, (_, i) => ((n + i) % 8) / 8) as never',
    ]);
  });

  it('asserts nothing about a point that is an object: the linter calls that needless', () => {
    const point = {
      kind: 'geometry',
      jsType: 'object',
      sqlType: 'point',
      customSample: { x: 1, y: 2 },
    } as const;
    const things = table('things', { columns: [column('place', point)] });
    expect(entries('things', [things])).toContain('place: { x: n % 90, y: 0.5 }');
  });
});

describe('a document that no two rows may share', () => {
  const json = (more: Partial<Column> = {}) =>
    column('spec', { kind: 'json', jsType: 'unknown', sqlType: 'jsonb', ...more });
  const key: Partial<Table> = {
    uniqueKeys: [{ name: 'u', columns: ['spec'], nullsNotDistinct: false }],
  };
  const index: Partial<Table> = {
    indexes: [{ name: 'i', columns: ['spec'], unique: true, partial: false, method: 'btree' }],
  };
  const specOf = (one: Column, more: Partial<Table>) =>
    entries('things', [table('things', { ...more, columns: [one] })]).find((entry) =>
      entry.startsWith('spec'),
    );
  const type = "(typeof things.$inferInsert)['spec']";

  it('differs from row to row', () => {
    for (const more of [key, index]) {
      expect(specOf(json(), more)).toBe(`spec: ({ sample: \`value \${n}\` }) as ${type}`);
      expect(specOf(json({ hasOwnType: true }), more)).toBe(
        `spec: ({ sample: \`value \${n}\` }) as unknown as ${type}`,
      );
    }
    expect(specOf(json(), {})).toBe(`spec: ({}) as ${type}`);
  });

  it('is given where a default would be the same for each row', () => {
    for (const from of [
      { default: 'sql', constantDefault: true },
      { default: 'runtime' },
    ] as const) {
      expect(specOf(json(from), index)).toContain('n');
      expect(specOf(json(from), {})).toBeUndefined();
      const list = column('spec', { ...from, arrayDimensions: 1 });
      expect(specOf(list, index)).toContain('n');
    }
    // What is made for each row is another for each.
    expect(specOf(column('spec', { kind: 'uuid', default: 'runtime' }), index)).toBeUndefined();
  });
});

it('is given where the default says who asks, and no two rows may have it', () => {
  const orgId = (more: Partial<Column> = {}) =>
    column('orgId', { kind: 'uuid', default: 'sql', defaultSaysWho: true, ...more });
  // As the reader has it, also of a unique index.
  const unique = (columns: string[]): Partial<Table> => ({
    uniqueKeys: [{ name: 'i', columns, nullsNotDistinct: false }],
  });
  const [only, among] = [unique(['orgId']), unique(['orgId', 'id'])];
  const valueOf = (one: Column, more: Partial<Table>) =>
    entries('settings', [table('settings', { ...more, columns: [one] })]).find((entry) =>
      entry.startsWith('orgId'),
    );
  expect(valueOf(orgId(), only)).toBe('orgId: sampleUuid(n)');
  // Of several they may share it, and what is made for each row is another for each.
  expect(valueOf(orgId(), among)).toBeUndefined();
  expect(valueOf(orgId({ defaultSaysWho: false }), only)).toBeUndefined();
});

it('imports what its values call, and counts where they need it, whatever their texts say', () => {
  const grade = column('grade', { kind: 'text', notNull: true });
  const tables = [{ ...table('notes', { primaryKey: [] }), columns: [grade] }];
  const service = serviceOf(tables);
  const factory = (values: string[]) =>
    factoryModel(
      modelIn(service, 'notes'),
      service,
      new Map([
        [
          'public.notes',
          { hints: { grade: { values, checks: [] } }, filled: [], notUnderstood: [] },
        ],
      ]),
    );
  expect(factory(['n'])).toMatchObject({ n: '', next: '' });
  expect(factory(['n']).importLines).not.toContain('../samples');
  expect(factory(['sampleCode(1)']).importLines).not.toContain('../samples');
  expect(factory(['n', 'm'])).toMatchObject({ n: 'const n = next();' });
  expect(factory(['n', 'm']).importLines).toContain(
    "import { samplePick, sequence } from '../samples';",
  );
});
