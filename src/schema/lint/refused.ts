import type { Index, Table } from '../table.ts';
import { codeName, type Finding, type Rule } from './finding.ts';

/** drizzle-kit writes no migration for these, and says so after the service was made. */
export const refusedIndex: Rule = (table, { tables }) =>
  table.indexes.flatMap((index) => [
    ...unnamed(index, table),
    ...unclassed(index, table),
    ...twin(index, table, tables),
  ]);

function unnamed({ name, columns, unique }: Index, table: Table): Finding[] {
  if (name !== '') return [];
  const named = [table.name, ...columns.filter((key) => key !== null), 'expr', 'idx'].join('_');
  return [
    finding(table, {
      message: `${codeName(table)} has an index on an expression without a name, and drizzle-kit makes none for it.`,
      fix: `${unique ? 'uniqueIndex' : 'index'}('${named}').on(...)`,
    }),
  ];
}

function unclassed({ unclassed: keys = [], method }: Index, table: Table): Finding[] {
  return keys.map((key) =>
    finding(table, {
      columns: [key],
      message: `${codeName(table)}.${key} has an index without an operator class, of which pgvector has none by default.`,
      fix: `.using('${method}', table.${key}.op('vector_cosine_ops')), or vector_l2_ops, vector_ip_ops, ...: by what rows are compared`,
    }),
  );
}

/** Indexes of all tables of a schema in Postgres share their names. The first one has it. */
function twin(index: Index, table: Table, tables: readonly Table[]): Finding[] {
  const { name } = index;
  const has = (other: Index) => other.name === name;
  const owner = tables.find(({ schema, indexes }) => schema === table.schema && indexes.some(has));
  if (name === '' || !owner || owner.indexes.find(has) === index) return [];
  return [
    finding(table, {
      message: `${codeName(table)} has an index called ${name}, as ${codeName(owner)} has.`,
      fix: 'Give it a name of its own: indexes of one schema in Postgres share theirs.',
    }),
  ];
}

/** Postgres applies no migration with these: it would have to write what only the row itself makes. */
export const refusedReference: Rule = (table) =>
  table.foreignKeys.flatMap(({ columns, onUpdate, onDelete, source }) => {
    const made = columns.find((key) => table.columns.some((one) => one.key === key && one.madeOf));
    const action = WRITING.update.has(onUpdate ?? '')
      ? `onUpdate: '${onUpdate}'`
      : WRITING.delete.has(onDelete ?? '') && `onDelete: '${onDelete}'`;
    if (made === undefined || !action || source !== 'constraint') return [];
    return [
      finding(table, {
        rule: 'refused-reference',
        columns,
        message: `${codeName(table)}.${made} is generated, and its reference has ${action}, which Postgres refuses.`,
        fix: 'Leave the action out, or have the column set by whoever makes the row.',
      }),
    ];
  });

/** What would have to be written when the row that is referred to changes or goes. */
const WRITING = {
  update: new Set(['cascade', 'set null', 'set default']),
  delete: new Set(['set null', 'set default']),
};

const finding = (
  { id }: Table,
  {
    rule = 'refused-index',
    columns = [],
    ...said
  }: Pick<Finding, 'message' | 'fix'> & { rule?: string; columns?: string[] },
): Finding => ({ rule, severity: 'error', table: id, columns, ...said });
