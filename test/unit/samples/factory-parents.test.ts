import { expect, it } from 'vitest';
import { withAccess } from '../../../src/model/access/apply.ts';
import { serviceModel } from '../../../src/model/service.ts';
import { requiredForeignKeys } from '../../../src/samples/factory-parents.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';
import { planOf, users } from '../model/access/plan.ts';

const relation = (key: string, target: string) =>
  foreignKey([key], `public.${target}`, { source: 'relation' });

it('makes what only relations() refer to where bodies are looked at, and nothing without sign-in', () => {
  const tables = [
    users(),
    table('posts', { columns: [column('userId', { kind: 'uuid' })] }),
    table('comments', {
      columns: [column('postId', { kind: 'uuid' }), column('parentId', { kind: 'uuid' })],
      foreignKeys: [
        relation('postId', 'posts'),
        relation('parentId', 'comments'),
        relation('id', 'posts'),
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
