import type { Table } from '../schema/table.ts';
import type { CheckReading } from './checks.ts';
import { type ColumnModel, isRequired, isUnknown } from './columns.ts';
import { type Names, quote } from './names.ts';
import type { TableReference } from './reference.ts';
import {
  parentSteps,
  type Reference,
  requiredForeignKeys,
  requiredReferences,
} from './factory-parents.ts';
import { sampleExpression, uniqueCapacity } from './samples.ts';
import type { ServiceModel, TableModel } from './service.ts';

/** What the template of a test factory needs. */
export interface FactoryModel {
  names: Names;
  table: TableReference;
  /** `db`, or `_db` where no other row has to be created. */
  dbParameter: string;
  importLines: string;
  /** The counter that makes rows differ, and taking the next number: '' where no value depends on it. */
  next: string;
  n: string;
  /** Statements that create the rows to refer to. */
  steps: string[];
  /** `total: n`, or `customerId` where a variable has the property's name. */
  values: { entry: string }[];
}

/** What is known of each table's check constraints, by `Table.id`. */
export type CheckReadings = ReadonlyMap<string, CheckReading>;

/** Tables that a factory is needed for: the resources and join tables, and whatever a row of theirs can't do without. */
export function factoryTables(service: ServiceModel): TableModel[] {
  const needed = new Set<TableModel>();
  const add = (table: TableModel | undefined) => {
    if (!table || needed.has(table) || !isCreatable(table, service)) return;
    needed.add(table);
    for (const { target } of requiredReferences(table, service)) add(target);
  };
  for (const table of service.tables) {
    if (table.table.kind === 'table' && (table.role === 'resource' || table.role === 'list-only'))
      add(table);
  }
  return [...needed];
}

/**
 * Whether rows can be inserted, as many as tests need, by first inserting what they refer to. Not so when tables require
 * each other in a circle, when a key has room for a few rows only, or when nobody knows what a custom type takes.
 */
export function isCreatable(
  table: TableModel,
  service: ServiceModel,
  within: readonly TableModel[] = [],
): boolean {
  if (within.includes(table) || !hasRoom(table) || !hasSamples(table)) return false;
  return requiredForeignKeys(table, service).every((foreignKey) => {
    const target = service.tables.find((t) => t.table.id === foreignKey.targetTable);
    return target !== undefined && isCreatable(target, service, [...within, table]);
  });
}

/** More rows than the tests of a resource create. */
const MANY = 64;

/** Whether no unique key is made of values of which there are but a few: an enum, a flag, the one default. */
function hasRoom({ table, columns }: TableModel): boolean {
  const roomOf = (key: string) => {
    const column = columns.find((c) => c.key === key) as ColumnModel;
    if (column.constantDefault && !column.inCreate) return 1;
    const isOpen =
      (column.default !== 'none' && !column.constantDefault) ||
      table.foreignKeys.some((f) => f.columns.includes(key));
    return isOpen ? Infinity : uniqueCapacity(column, { table });
  };
  const keys = [table.primaryKey, ...table.uniqueKeys.map((u) => u.columns)];
  // Values step together from row to row, so the longest series says how many differ.
  return keys.every((key) => key.length === 0 || Math.max(...key.map(roomOf)) >= MANY);
}

const hasSamples = ({ columns }: TableModel): boolean => !columns.some(isUnknown);

export function factoryModel(
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): FactoryModel {
  const references = requiredReferences(table, service);
  const parents = parentSteps(table, references);
  const values = table.columns
    .filter((c) => !parents.assigned.has(c.key) && isSampled(c, table, checks))
    .map((c) => ({ property: c.property, expression: typedSample(c, table, checks) }));
  const all = [...parents.values, ...values];
  const counts = all.some(({ expression }) => /\bn\b/.test(expression));
  return {
    names: table.names,
    table: table.reference,
    next: counts ? 'const next = sequence();' : '',
    n: counts ? 'const n = next();' : '',
    dbParameter: references.length > 0 ? 'db' : '_db',
    importLines: importLines(table, parents.used, all, counts),
    steps: parents.steps,
    values: all.map(({ property, expression }) => ({
      entry: property === expression ? property : `${property}: ${expression}`,
    })),
  };
}

/** The sample, asserted to be of the column's own `$type` where it has one, and a tuple where it would be taken for an array. */
function typedSample(column: ColumnModel, table: TableModel, checks: CheckReadings): string {
  const isTuple = column.kind === 'geometry' && column.customSample === undefined;
  if (!isTuple && !table.typed.includes(column.key)) return sampleOf(column, table, checks);
  // Nobody knows what it holds, and the linter refuses to be told what it sees itself.
  if (column.kind === 'custom') return `${sampleOf(column, table, checks)} as never`;
  const isPlainJson = column.kind === 'json' && column.arrayDimensions === 0;
  const sample = isPlainJson ? '{}' : sampleOf(column, table, checks);
  return `${sample} as (typeof ${table.reference.id}.$inferInsert)[${quote(column.key)}]`;
}

/** Whether a check wants the column empty in the rows that the factory makes. */
export function isKeptEmpty({ table }: TableModel, key: string, checks: CheckReadings): boolean {
  return checks.get(table.id)?.hints[key]?.isNull === true;
}

/** A sample value of the column as source text in terms of `n`. */
export function sampleOf(column: ColumnModel, table: TableModel, checks: CheckReadings): string {
  return sampleExpression(column, sampleContext(column, table, checks));
}

export function sampleContext(column: ColumnModel, table: TableModel, checks: CheckReadings) {
  const hints = checks.get(table.table.id)?.hints;
  return {
    table: table.table,
    unique: isInUniqueKey(column, table),
    ...(hints && { hints }),
  };
}

/** Required values, and those optional ones that make a row worth looking at. */
export function isSampled(
  column: ColumnModel,
  { table }: TableModel,
  checks: CheckReadings,
): boolean {
  if (column.generatedAlways) return false;
  const reading = checks.get(table.id);
  if (isRequired(column) || reading?.filled.includes(column.key)) return true;
  if (column.constantDefault && column.inCreate && isInKey(column, table)) return true;
  const refers = table.foreignKeys.some((f) => f.columns.includes(column.key));
  const doubtful = ['custom', 'vector', 'bytes', 'json'].includes(column.kind);
  const isChecked = (reading?.notUnderstood.length ?? 0) > 0;
  return column.inCreate && column.default === 'none' && !refers && !doubtful && !isChecked;
}

/** Whether two rows can't share the column's value: also where an index on an expression may depend on it. */
export function isInUniqueKey(column: ColumnModel, { table }: TableModel): boolean {
  if (isInKey(column, table)) return true;
  return table.indexes.some(
    (i) =>
      i.unique && (i.columns.includes(column.key) || (i.columns.includes(null) && isText(column))),
  );
}

function isInKey({ key }: ColumnModel, { primaryKey, uniqueKeys }: Table): boolean {
  return [primaryKey, ...uniqueKeys.map((u) => u.columns)].some((columns) => columns.includes(key));
}

function isText(column: ColumnModel): boolean {
  return column.kind === 'text' || column.kind === 'custom';
}

function importLines(
  table: TableModel,
  references: Reference[],
  values: { expression: string }[],
  counts: boolean,
): string {
  const helpers = new Set(
    values.flatMap(({ expression }) => expression.match(/\bsample[A-Z]\w*(?=\()/g) ?? []),
  );
  const used = counts ? [...helpers, 'sequence'] : [...helpers];
  const targets = new Set(references.map((r) => r.target).filter((target) => target !== table));
  return [
    `import type { Database } from '../../src/db/client';`,
    `import { ${table.reference.import} } from '../../src/db/schema';`,
    ...[...targets].map((t) => `import { create${t.names.pascal} } from './${t.names.kebab}';`),
    ...(used.length > 0 ? [`import { ${used.toSorted().join(', ')} } from './values';`] : []),
  ].join('\n');
}
