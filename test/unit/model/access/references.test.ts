import { expect, it } from 'vitest';
import { guardedReferences } from '../../../../src/model/access/references.ts';
import { serviceModel } from '../../../../src/model/service.ts';
import { column, foreignKey, schemaOf, table } from '../../schema/helpers.ts';
import { planOf, users } from './plan.ts';

/** The targets of a table's references that have to be looked at, where all others are closed. */
function guardedIn(...foreignKeys: ReturnType<typeof foreignKey>[]): string[] {
  const tables = [
    users(),
    table('variants', { primaryKey: ['id'] }),
    table('values', { columns: [column('variantId')], primaryKey: ['id'] }),
    table('stocks', {
      columns: [column('variantId'), column('valueId')],
      foreignKeys,
      primaryKey: ['id'],
    }),
  ];
  const names = ['variants', 'values', 'stocks'];
  const closed = names.map((name) => `${name}=admin`);
  const plan = planOf(tables, { access: closed });
  const service = serviceModel(schemaOf(...tables));
  for (const one of service.tables) one.access = plan.access.get(one.table.id) ?? null;
  const stocks = service.tables.find(({ table: { name } }) => name === 'stocks');
  return stocks ? guardedReferences(stocks, service).map(({ target }) => target.table.name) : [];
}

const byConstraint = foreignKey(['variantId'], 'public.variants');
const byRelation = (key: string) =>
  foreignKey([key], 'public.values', { source: 'relation', targetColumns: ['variantId'] });

it('a row refers to what its foreign keys lead to, and to what only relations() tells of', () => {
  expect(guardedIn(byConstraint)).toEqual(['variants']);
  expect(guardedIn(byConstraint, byRelation('valueId'))).toEqual(['variants', 'values']);
});

it('another relation of the same column asks for no row: a foreign key sends it elsewhere', () => {
  expect(guardedIn(byConstraint, byRelation('variantId'))).toEqual(['variants']);
});

it('a key that relations() alone calls the key of another row asks for none', () => {
  const sameKey = foreignKey(['id'], 'public.values', { source: 'relation' });
  expect(guardedIn(byConstraint, sameKey)).toEqual(['variants']);
  expect(guardedIn(byConstraint, { ...sameKey, source: 'constraint' })).toContain('values');
});
