import { describe, expect, it } from 'vitest';
import { withAccess } from '../../../src/model/access/apply.ts';
import { resourceModel } from '../../../src/model/resource.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';
import { having, planOf, users } from './access/plan.ts';
import { modelIn, serviceOf } from './tables.ts';

// A key of two columns, of which a new row has one without anybody saying it.

const uuid = { kind: 'uuid', sqlType: 'uuid' } as const;
const mark = column('isDeleted', { kind: 'boolean', jsType: 'boolean', sqlType: 'boolean' });

function linesModel(org: Partial<Column>, access?: 'closed') {
  const orgId = column('orgId', { ...uuid, ...org });
  const { key } = orgId;
  const tables = [
    users(),
    table('entries', { columns: [orgId, mark], primaryKey: [key, 'id'] }),
    having('lines', [], {
      columns: [orgId, column('entryId', uuid)],
      primaryKey: org.notNull === false ? ['id'] : [key, 'id'],
      foreignKeys: [
        { ...foreignKey([key, 'entryId'], 'public.entries'), targetColumns: [key, 'id'] },
      ],
    }),
  ];
  const open = serviceOf(tables);
  const plan = planOf(tables, { access: ['entries=admin', 'lines=admin'] });
  const service = access ? withAccess(open, plan) : open;
  return resourceModel(modelIn(service, 'lines'), service).referring;
}

describe('what a new row has without its body saying it is a part of what it refers to', () => {
  it('by a default of the database, which the look asks for itself', () => {
    const look = '{ orgId: entries.orgId, entryId: entries.id }, not(entries.isDeleted)';
    const { declaration, createCheck, createQueries } = linesModel({ default: 'sql' });
    expect(declaration).toContain(`reference(${look}, { orgId: lines.orgId })`);
    expect(createCheck).toContain('requireReferences(context, references, values);');
    expect(createQueries).toBe(1);
  });

  it('where the rows are not everybody’s', () => {
    const { declaration } = linesModel({ default: 'sql' }, 'closed');
    expect(declaration).toContain('reference(entryPolicy.read, {');
    expect(declaration).toContain('{ orgId: lines.orgId })');
  });

  it('by a default that drizzle makes', () => {
    const { declaration, createCheck } = linesModel({ default: 'runtime' });
    expect(declaration).not.toContain('{ orgId: lines.orgId }');
    expect(createCheck).toContain('{ given: () => ({ orgId: lines.orgId.defaultFn?.() }) }');
  });

  it('also where its body may say something else', () => {
    const constant = { default: 'sql', constantDefault: true, defaultValue: 'main' } as const;
    expect(linesModel(constant).declaration).toContain('{ orgId: lines.orgId }');
  });
});

it('what a change leaves out is what the row has, whatever the default', () => {
  const { updateCheck } = linesModel({ default: 'sql' });
  expect(updateCheck).toContain("kept: ['orgId']");
});

it('what a change sends of a reference it sends with the rest, and says so', () => {
  const folder = (key: string) => ({
    ...foreignKey(['orgId', key], 'public.folders'),
    targetColumns: ['orgId', 'id'],
  });
  const together = (primaryKey: string[], target = 'folders', ...keys: string[]) => {
    const tables = [
      table('folders', {
        columns: [column('orgId', uuid), ...(target === 'folders' ? [mark] : [])],
        primaryKey: ['orgId', 'id'],
      }),
      table('files', {
        columns: [column('orgId', uuid), column('folderId', uuid), column('archiveId', uuid)],
        primaryKey,
        foreignKeys: keys.map(folder),
      }),
    ];
    const service = serviceOf(tables);
    return resourceModel(modelIn(service, 'files'), service).referring.together;
  };
  expect(together(['id'], 'folders', 'folderId')).toContain(
    "dependentRequired: { orgId: ['folderId'], folderId: ['orgId'] }",
  );
  expect(together(['id'], 'folders', 'folderId', 'archiveId')).toContain(
    "{ orgId: ['folderId', 'archiveId'], folderId: ['orgId'], archiveId: ['orgId'] }",
  );
  // A part that stays is known, and what Postgres alone looks at is refused for what it is.
  expect(together(['orgId', 'id'], 'folders', 'folderId')).toBe('');
  expect(together(['id'], 'open', 'folderId')).toBe('');
});

it('what the database makes of a new row is left to it, where the rest tells the row that is referred to', () => {
  const kind = column('kind', { generatedAlways: true, default: 'sql', notNull: false });
  const declarationIn = (primaryKey: string[]) => {
    const tables = [
      table('assets', { columns: [column('kind'), mark], primaryKey }),
      table('images', {
        columns: [column('assetId', uuid), kind],
        primaryKey: ['id'],
        foreignKeys: [
          { ...foreignKey(['assetId', 'kind'], 'public.assets'), targetColumns: ['id', 'kind'] },
        ],
      }),
    ];
    const service = serviceOf(tables);
    return resourceModel(modelIn(service, 'images'), service).referring.declaration;
  };
  expect(declarationIn(['id'])).toContain('reference({ assetId: assets.id }, ');
  // One of several rows of that id: which one, nobody knows before.
  expect(declarationIn(['kind', 'id'])).not.toContain('reference({ assetId: assets.id }, ');
});

it('what nobody says and nothing fills is NULL in a new row, which refers to nothing', () => {
  const hidden = { key: 'apiSecret', notNull: false };
  const { createCheck } = linesModel(hidden, 'closed');
  expect(createCheck).toContain('{ given: () => ({ apiSecret: null }) }');
});

it('a counter that refers is looked at as what a body says', () => {
  const serial = { default: 'sql', sqlType: 'serial' } as const;
  for (const { declaration, createCheck } of [
    linesModel(serial),
    linesModel({ default: 'identity' }),
  ]) {
    expect(declaration).toContain('reference({ orgId: entries.orgId, entryId: entries.id }, not(');
    expect(createCheck).toContain('requireReferences(context, references, values);');
  }
});
