import { isCreatable } from './factory.ts';
import { member, propertyName, quote } from './names.ts';
import type { Relation } from './relations.ts';
import { column } from './conditions.ts';
import type { ColumnModel } from './columns.ts';
import type { ServiceModel, TableModel } from './service.ts';

/** One name of `include` to test: what must exist for it, and what must be found. */
export interface IncludeTest {
  test: { name: string; steps: string[]; expectation: string };
  /** Tables whose factories the test calls. */
  factories: TableModel[];
}

/** The test of one relation; none where its rows can't be made without knowing more than the schema says. */
export function includeTest(
  relation: Relation,
  resource: TableModel,
  service: ServiceModel,
): IncludeTest[] {
  const { foreignKey, kind, target, through, name } = relation;
  const isForward = foreignKey.columns === relation.from;
  if (foreignKey.source !== 'constraint' || foreignKey.columns.length !== 1) return [];
  const [own = '', to = ''] = [foreignKey.columns[0], foreignKey.targetColumns[0]];
  const place = `response.json()[${quote(name)}]`;
  if (isForward && kind === 'one' && column(resource, own).notNull) {
    const expectation = `toHaveProperty(${quote(to)}, ${jsonValue(`row`, column(resource, own))})`;
    return [
      { test: { name, steps: [], expectation: `expect(${place}).${expectation}` }, factories: [] },
    ];
  }
  if (through || isForward || !isCreatable(target, service) || target === resource) return [];
  const create = `create${target.names.pascal}(t.db, { ${propertyName(own)}: ${member('row', to)} })`;
  const shape = `expect.objectContaining({ ${propertyName(own)}: ${jsonValue('row', column(resource, to))} })`;
  if (!target.columns.find((c) => c.key === own)?.inResponse) return [];
  const expectation = kind === 'many' ? `toEqual([${shape}])` : `toEqual(${shape})`;
  return [
    {
      test: { name, steps: [`await ${create};`], expectation: `expect(${place}).${expectation}` },
      factories: [target],
    },
  ];
}

/** How a value of the row looks in JSON. */
function jsonValue(row: string, c: ColumnModel): string {
  const value = member(row, c.key);
  return c.jsType === 'bigint' ? `String(${value})` : value;
}
