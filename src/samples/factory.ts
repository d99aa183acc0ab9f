import type { Table } from '../schema/table.ts';
import { type ColumnModel, isRequired, isUniqueAlone } from '../model/columns.ts';
import { type Code, code, importsOf, member, plainCode, quote } from '../code.ts';
import { type Names } from '../model/names.ts';
import type { TableReference } from '../model/reference.ts';
import {
  type CheckReadings,
  isTenantColumn,
  parentSteps,
  type Reference,
  requiredReferences,
} from './factory-parents.ts';
import { type GivenValues, givenValues } from './given.ts';
import { isFillable } from './obstacles.ts';
import { isNumbered, sampleExpression } from './sample.ts';
import type { ServiceModel, TableModel } from '../model/service.ts';

/** What the template of a test factory needs. */
export interface FactoryModel {
  names: Names;
  table: TableReference;
  /** `db`, or `_db` where no other row has to be created. */
  dbParameter: string;
  importLines: string;
  given: GivenValues;
  /** The counter that makes rows differ, and taking the next number: '' where no value depends on it. */
  next: string;
  n: string;
  /** Statements that create the rows to refer to. */
  steps: string[];
  /** `total: n`, or `customerId` where a variable has the property's name. */
  values: { entry: string }[];
  /** Those that stay when what is given instead may be empty, and these may not. */
  settled: { entry: string }[];
}

export type { CheckReadings } from './factory-parents.ts';

/**
 * Tables that a factory is needed for: the resources and join tables, and whatever a row of theirs can't do without.
 *
 * @param others that tests make rows of, too
 */
export function factoryTables(
  service: ServiceModel,
  checks: CheckReadings,
  others: readonly TableModel[] = [],
): TableModel[] {
  const needed = new Set<TableModel>();
  const add = (table: TableModel | undefined) => {
    if (!table || needed.has(table) || !isFillable(table, service, checks)) return;
    needed.add(table);
    for (const { target } of requiredReferences(table, service, checks)) add(target);
  };
  for (const table of service.tables) {
    if (table.table.kind === 'table' && (table.role === 'resource' || table.role === 'list-only'))
      add(table);
  }
  for (const table of others) add(table);
  return [...needed];
}

export function factoryModel(
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): FactoryModel {
  const references = requiredReferences(table, service, checks);
  const parents = parentSteps(table, references, service);
  const sampled = table.columns.filter(
    (c) => !parents.assigned.has(c.key) && isSampled(c, table, checks),
  );
  const values = sampled.map((c) => {
    const value = typedSample(c, sampleOf(c, table, checks), table);
    // It comes behind what is given, which may be empty.
    const isSettled = !c.notNull && isTenantColumn(table, c.key);
    const given = isSettled ? code`${member('overrides', c.key)} ?? ${value}` : value;
    return { property: c.property, value: given };
  });
  const all = [...parents.values, ...values];
  const settled = new Set(
    table.columns.filter((c) => !c.notNull && isTenantColumn(table, c.key)).map((c) => c.property),
  );
  const counts = sampled.some(
    (c) =>
      emptyOf(c, table, checks) === undefined && isNumbered(c, sampleContext(c, table, checks)),
  );
  const given = givenValues(table, new Set([...parents.assigned, ...sampled.map((c) => c.key)]));
  return {
    names: table.names,
    table: table.reference,
    given,
    next: counts ? 'const next = sequence();' : '',
    n: counts ? 'const n = next();' : '',
    dbParameter: references.length > 0 ? 'db' : '_db',
    importLines: importLines(table, parents.used, given.drizzle, [
      ...given.samples,
      ...importsOf(...values.map(({ value }) => value)),
      ...(counts ? ['sequence'] : []),
    ]),
    steps: parents.steps,
    values: all.filter(({ property }) => !settled.has(property)).map(entryOf),
    settled: all.filter(({ property }) => settled.has(property)).map(entryOf),
  };
}

function entryOf({ property, value: { text } }: { property: string; value: Code }) {
  return { entry: property === text ? property : `${property}: ${text}` };
}

/** The sample, asserted to be of the column's own `$type` where it has one, and a tuple where it would be taken for an array. */
export function typedSample(column: ColumnModel, sample: Code, table: TableModel): Code {
  const isTuple = column.kind === 'geometry' && column.customSample === undefined;
  if (!isTuple && !table.typed.includes(column.key)) return sample;
  // Nobody knows what it holds, and the linter refuses to be told what it sees itself.
  if (column.kind === 'custom' || isPicked(sample)) return code`${sample} as never`;
  // A `$type` has room for an empty document, and says nothing of this one, nor of texts in a list.
  const isDocument = column.kind === 'json' && !isEmptyText(sample.text);
  const isForeign = column.hasOwnType && (isDocument || isTextList(column));
  // The formatter takes the parentheses away where it needs none.
  return code`(${sample}) as ${isForeign ? 'unknown as ' : ''}(typeof ${table.reference.id}.$inferInsert)[${quote(column.key)}]`;
}

/** Whether a check wants the column empty in the rows that the factory makes. */
export function isKeptEmpty({ table }: TableModel, key: string, checks: CheckReadings): boolean {
  return checks.get(table.id)?.hints[key]?.isNull === true;
}

/** A sample value of the column in terms of `n`. */
export function sampleOf(column: ColumnModel, table: TableModel, checks: CheckReadings): Code {
  const empty = emptyOf(column, table, checks);
  if (empty !== undefined) return plainCode(empty);
  return sampleExpression(column, sampleContext(column, table, checks));
}

/** JSON whose `$type` says what is in it: an empty one is asserted to be of it more readily, where all rows may have the same. */
function emptyOf(
  column: ColumnModel,
  model: TableModel,
  checks: CheckReadings,
): string | undefined {
  const isPlainJson = column.kind === 'json' && column.arrayDimensions === 0;
  const { jsonType = 'object', isNull } = checks.get(model.table.id)?.hints[column.key] ?? {};
  const isFree = model.typed.includes(column.key) && !isInUniqueKey(column, model);
  return isPlainJson && isFree && !isNull ? EMPTY[jsonType] : undefined;
}

const EMPTY: Partial<Record<string, string>> = { object: '{}', array: '[]' };

/** One of the values that a check names, as which TypeScript knows it. */
const isPicked = ({ imports }: Code): boolean => imports.includes('samplePick');

const isTextList = ({ kind, arrayDimensions }: ColumnModel): boolean =>
  kind === 'text' && arrayDimensions > 0;

const isEmptyText = (text: string) => Object.values(EMPTY).includes(text);

export function sampleContext(column: ColumnModel, table: TableModel, checks: CheckReadings) {
  const hints = checks.get(table.table.id)?.hints;
  return {
    table: table.table,
    unique: isInUniqueKey(column, table),
    ...(hints && { hints }),
  };
}

/** Required values, and those optional ones that make a row worth looking at. */
export function isSampled(column: ColumnModel, model: TableModel, checks: CheckReadings): boolean {
  const { table } = model;
  if (column.generatedAlways) return false;
  const reading = checks.get(table.id);
  if (isRequired(column) || reading?.filled.includes(column.key)) return true;
  if (isInKey(column, table)) {
    if (column.constantDefault && column.inCreate) return true;
    // Of a key that the database makes, a Date would lack the microseconds: no test would find its row.
    if (column.kind === 'timestamp' && column.jsType === 'Date') return true;
  }
  // What a default would give to each row, no two may have.
  if (column.inCreate && isAlikeByDefault(column) && isInUniqueKey(column, model)) return true;
  if (column.inCreate && column.defaultSaysWho && isUniqueAlone(table, column)) return true;
  const refers = table.foreignKeys.some((f) => f.columns.includes(column.key));
  if (!column.notNull && isTenantColumn(model, column.key)) return !refers;
  const doubtful = ['custom', 'vector', 'bytes', 'json'].includes(column.kind);
  return column.inCreate && column.default === 'none' && !refers && !doubtful;
}

/** Whether a default is the same for each row: of a document or a list, one that is an expression as well. */
function isAlikeByDefault({
  constantDefault,
  default: from,
  kind,
  arrayDimensions,
}: ColumnModel): boolean {
  return constantDefault === true || (from !== 'none' && (kind === 'json' || arrayDimensions > 0));
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
  drizzle: string[],
  helpers: string[],
): string {
  const targets = new Set(references.map((r) => r.target).filter((target) => target !== table));
  return [
    ...(drizzle.length > 0 ? [`import { ${drizzle.join(', ')} } from 'drizzle-orm';`] : []),
    `import type { Database } from '../../src/db/client';`,
    `import { ${table.reference.import} } from '../../src/db/schema';`,
    ...[...targets].map((t) => `import { create${t.names.pascal} } from './${t.names.kebab}';`),
    ...(helpers.length > 0
      ? [`import { ${helpers.toSorted().join(', ')} } from '../samples';`]
      : []),
  ].join('\n');
}
