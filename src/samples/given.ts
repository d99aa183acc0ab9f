import { isInherited } from '../model/columns.ts';
import { member } from '../code.ts';
import type { TableModel } from '../model/service.ts';

/** How a factory takes some of a row's values. */
export interface GivenValues {
  /** The parameter that takes them, and the line that makes `overrides` of it: '' where that is its name. */
  parameter: string;
  own: string;
  type: string;
  /** What is inserted, where `values` is a row. */
  inserted: string;
  samples: string[];
  drizzle: string[];
}

/**
 * Mostly a part of the row. Where a column is called as something that every object inherits, TypeScript sees that in values
 * without the column, and so does drizzle in a row.
 *
 * @param filled the columns that the factory gives values to
 */
export function givenValues(table: TableModel, filled: ReadonlySet<string>): GivenValues {
  const row = rowType(table);
  const inherited = table.columns.filter(isInherited);
  const type = someOf(table);
  const plain = { parameter: 'overrides', own: '', type, inserted: 'values' };
  if (inherited.length === 0) return { ...plain, samples: [], drizzle: [] };
  const open = inherited.filter((c) => !filled.has(c.key));
  const defaults = open.map(({ property }) => `${property}: sql\`default\``);
  return {
    parameter: 'given',
    own: `const overrides = ownOf<${row}>(given);\n`,
    type,
    inserted: open.length > 0 ? `{ ${defaults.join(', ')}, ...values }` : 'values',
    samples: ['ownOf', 'type SomeOf'],
    drizzle: open.length > 0 ? ['sql'] : [],
  };
}

/** The type of some of a row's values. */
export function someOf(table: TableModel): string {
  // Of a row that the database makes as a whole there is nothing to give.
  if (table.columns.every((c) => c.generatedAlways)) return 'object';
  const name = table.columns.some(isInherited) ? 'SomeOf' : 'Partial';
  return `${name}<${rowType(table)}>`;
}

/**
 * What a transaction `tx` of a test does so that a row has another version, where `original` is some of its values.
 *
 * @param key a column that an UPDATE may set
 */
export function touch(table: TableModel, key: string): string {
  const { id } = table.reference;
  if (!table.columns.some(isInherited)) return `tx.update(${id}).set(original)`;
  const column = member(id, key);
  return `tx.execute(sql\`update \${${id}} set \${sql.identifier(${column}.name)} = \${${column}}\`)`;
}

const rowType = ({ reference }: TableModel) => `typeof ${reference.id}.$inferInsert`;
