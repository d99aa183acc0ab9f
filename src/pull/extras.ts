import { quote } from '../code.ts';
import { sqlTemplate } from './identifiers.ts';
import type { Module } from './module.ts';
import type {
  SnapshotForeignKey,
  SnapshotIndex,
  SnapshotPolicy,
  SnapshotTable,
} from './snapshot.ts';

type Keys = ReadonlyMap<string, string>;

export interface ExtrasInput {
  module: Module;
  table: SnapshotTable;
  keys: Keys;
  keysOf: (schema: string, name: string) => Keys | undefined;
}

/** What stands behind a table's columns: keys over several columns, unique constraints, indexes, checks, policies. */
export function extras(input: ExtrasInput): string[] {
  const { table, keys } = input;
  return [
    ...Object.values(table.compositePrimaryKeys).map(
      ({ name, columns }) =>
        `primaryKey({ name: ${quote(name)}, columns: [${list(columns, keys)}] })`,
    ),
    ...Object.values(table.foreignKeys).flatMap((key) => foreignKeyText(input, key)),
    ...Object.values(table.uniqueConstraints).map(({ name, columns, nullsNotDistinct }) => {
      const nulls = nullsNotDistinct ? '.nullsNotDistinct()' : '';
      return `unique(${quote(name)}).on(${list(columns, keys)})${nulls}`;
    }),
    ...Object.values(table.indexes).map((index) => indexText(index, keys)),
    ...Object.values(table.checkConstraints).map(
      ({ name, value }) => `check(${quote(name)}, ${sqlTemplate(value)})`,
    ),
    ...Object.values(table.policies).map(policyText),
  ];
}

function list(columns: string[], keys: Keys): string {
  return columns.map((column) => `table.${keys.get(column)}`).join(', ');
}

/** Those over one column are written at the column, unless the column has two of them. */
function foreignKeyText(
  { module, table, keys, keysOf }: ExtrasInput,
  key: SnapshotForeignKey,
): string[] {
  const first = Object.values(table.foreignKeys).find(
    ({ columnsFrom }) => columnsFrom.length === 1 && columnsFrom[0] === key.columnsFrom[0],
  );
  const target = { schema: key.schemaTo ?? '', name: key.tableTo };
  const targetKeys = keysOf(target.schema, target.name);
  if (key === first || !targetKeys) return [];
  const isSelf = targetKeys === keys;
  const owner = isSelf ? 'table' : module.relation(target);
  const foreign = key.columnsTo.map((column) => `${owner}.${targetKeys.get(column)}`).join(', ');
  const actions = [
    key.onDelete && key.onDelete !== 'no action' ? `.onDelete(${quote(key.onDelete)})` : '',
    key.onUpdate && key.onUpdate !== 'no action' ? `.onUpdate(${quote(key.onUpdate)})` : '',
  ];
  const columns = list(key.columnsFrom, keys);
  return [
    `foreignKey({ name: ${quote(key.name)}, columns: [${columns}], foreignColumns: [${foreign}] })${actions.join('')}`,
  ];
}

function indexText(index: SnapshotIndex, keys: Keys): string {
  const columns = index.columns.map((column) => {
    if (column.isExpression) return expressionText(column);
    const order = column.asc ? '' : '.desc()';
    // Unlike Postgres, drizzle puts nulls last in either order when nothing is said.
    const nulls = index.method === 'btree' && column.nulls === 'first' ? '.nullsFirst()' : '';
    const op = column.opclass ? `.op(${quote(column.opclass)})` : '';
    return `table.${keys.get(column.expression)}${order}${nulls}${op}`;
  });
  const call = index.isUnique ? 'uniqueIndex' : 'index';
  const on =
    index.method === 'btree'
      ? `.on(${columns.join(', ')})`
      : `.using(${quote(index.method)}, ${columns.join(', ')})`;
  const where = index.where ? `.where(${sqlTemplate(index.where)})` : '';
  return `${call}(${quote(index.name)})${on}${where}`;
}

/** An expression stands in the migration as it is, with all that follows it. */
function expressionText(column: SnapshotIndex['columns'][number]): string {
  const order = column.asc ? '' : ` DESC NULLS ${column.nulls === 'first' ? 'FIRST' : 'LAST'}`;
  return sqlTemplate(`${column.expression}${column.opclass ? ` ${column.opclass}` : ''}${order}`);
}

function policyText({ name, as, for: command, to, using, withCheck }: SnapshotPolicy): string {
  const options = [
    as ? `as: ${quote(as.toLowerCase())}` : '',
    command ? `for: ${quote(command.toLowerCase())}` : '',
    to && to.length > 0 ? `to: [${to.map(quote).join(', ')}]` : '',
    using ? `using: ${sqlTemplate(using)}` : '',
    withCheck ? `withCheck: ${sqlTemplate(withCheck)}` : '',
  ];
  return `pgPolicy(${quote(name)}, { ${options.filter(Boolean).join(', ')} })`;
}
