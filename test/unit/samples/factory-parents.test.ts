import { expect, it } from 'vitest';
import { withAccess } from '../../../src/model/access/apply.ts';
import { serviceModel } from '../../../src/model/service.ts';
import { requiredForeignKeys } from '../../../src/samples/factory-parents.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';
import { planOf, users } from '../model/access/plan.ts';

const relation = (keys: string[], target: string) =>
  foreignKey(keys, `public.${target}`, { source: 'relation' });

it('makes what only relations() refer to where bodies are looked at, and nothing without sign-in', () => {
  const tables = [
    users(),
    table('posts', { columns: [column('userId', { kind: 'uuid' })] }),
    table('comments', {
      columns: [column('postId', { kind: 'uuid' }), column('parentId', { kind: 'uuid' })],
      foreignKeys: [
        relation(['postId'], 'posts'),
        relation(['parentId'], 'comments'),
        relation(['id'], 'posts'),
      ],
    }),
  ];
  const service = serviceModel(schemaOf(...tables));
  const shaped = withAccess(service, planOf(tables));
  const made = ({ tables: models }: typeof service) =>
    models
      .filter(({ table: { name } }) => name === 'comments')
      .flatMap((model) => requiredForeignKeys(model, new Map()))
      .map(({ columns }) => columns.join());
  expect(made(shaped)).toEqual(['postId']);
  expect(made(service)).toEqual([]);
});

it('makes what relations() refer to by several columns, too, unless a foreign key leads each of them elsewhere', () => {
  const uuid = (key: string) => column(key, { kind: 'uuid' });
  const tables = [
    users(),
    table('clubs'),
    table('notes', { columns: [uuid('clubId')] }),
    table('lines', {
      columns: [uuid('clubId'), uuid('noteId'), uuid('pageId')],
      foreignKeys: [
        foreignKey(['clubId'], 'public.clubs'),
        foreignKey(['pageId'], 'public.clubs'),
        relation(['noteId', 'clubId'], 'notes'),
        relation(['pageId', 'clubId'], 'notes'),
      ],
    }),
  ];
  const { tables: models } = withAccess(serviceModel(schemaOf(...tables)), planOf(tables));
  const made = models
    .filter(({ table: { name } }) => name === 'lines')
    .flatMap((model) => requiredForeignKeys(model, new Map()))
    .map(({ columns }) => columns.join());
  expect(made).toEqual(['noteId,clubId', 'clubId', 'pageId']);
});
