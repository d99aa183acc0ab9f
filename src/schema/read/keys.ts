import { type Column as DrizzleColumn, getTableName, is, SQL } from 'drizzle-orm';
import { getTableConfig, type IndexedColumn, PgRole, type PgTable } from 'drizzle-orm/pg-core';
import type { Index, Table, UniqueKey } from '../table.ts';
import { columnKeys, type Context, tableColumns } from './context.ts';

export type TableConfig = ReturnType<typeof getTableConfig>;

/** drizzle's own configuration of a table; a table whose extra config throws is read without it, with a notice. */
export function readConfig(table: PgTable, context: Context): TableConfig {
  try {
    return getTableConfig(table);
  } catch (error) {
    context.notice(
      context.tableId(table),
      `Its third argument (keys, indexes, checks) throws and was left out: ${(error as Error).message}`,
    );
    return {
      ...({ foreignKeys: Object.values(inlineForeignKeys(table)) } as Pick<
        TableConfig,
        'foreignKeys'
      >),
      columns: Object.values(tableColumns(table)) as TableConfig['columns'],
      indexes: [],
      checks: [],
      primaryKeys: [],
      uniqueConstraints: [],
      policies: [],
      name: '',
      schema: undefined,
      enableRLS: false,
    };
  }
}

const inlineForeignKeys = (table: object): object =>
  (table as Record<symbol, unknown>)[Symbol.for('drizzle:PgInlineForeignKeys')] ?? [];

type Keys = Pick<Table, 'primaryKey' | 'uniqueKeys' | 'indexes' | 'checks' | 'hidesRows'>;

/** Primary key, unique keys, indexes, checks and row level security; one that names a column the table lacks becomes a notice. */
export function readKeys(table: PgTable, config: TableConfig, context: Context): Keys {
  const attempt = <T>(what: string, read: () => T): T[] => {
    try {
      return [read()];
    } catch (error) {
      context.notice(
        context.tableId(table),
        `${what} could not be read and was left out: ${(error as Error).message}.`,
      );
      return [];
    }
  };
  const indexes = config.indexes.flatMap((index) =>
    attempt('An index', () => readIndex(table, index.config, context)),
  );
  const primary = config.primaryKeys.flatMap((key) =>
    attempt('The primary key', () => columnKeys(table, key.columns)),
  );
  const constraints = config.uniqueConstraints.flatMap((unique) =>
    attempt('A unique constraint', () => ({
      name: unique.name ?? unique.getName() ?? '',
      columns: columnKeys(table, unique.columns),
      nullsNotDistinct: unique.nullsNotDistinct,
    })),
  );
  return {
    primaryKey: primary[0] ?? columnEntries(table, (column) => column.primary),
    uniqueKeys: uniqueKeys([...inlineUniques(table), ...constraints], indexes),
    indexes,
    checks: config.checks.map(({ name, value }) => ({ name, sql: context.render(value) })),
    ...(hidesRows(config, context) && { hidesRows: true }),
  };
}

/** Those that stand for everybody: of Postgres, Supabase and Neon. */
const EVERYBODY = new Set(['public', 'authenticated', 'anon', 'anonymous']);

/** A table with policies has row level security, too. */
function hidesRows({ enableRLS, policies }: TableConfig, { render }: Context): boolean {
  const isOpen = policies.some((policy) => {
    const roles = [policy.to ?? 'public'].flat();
    const names = roles.map((role) => (is(role, PgRole) ? role.name : role));
    return (
      ['select', 'all'].includes(policy.for ?? 'all') &&
      names.some((name) => typeof name === 'string' && EVERYBODY.has(name)) &&
      /^\(*true\)*$/i.test(render(policy.using).trim())
    );
  });
  return (enableRLS || policies.length > 0) && !isOpen;
}

const columnEntries = (table: object, keep: (column: DrizzleColumn) => boolean) =>
  Object.entries(tableColumns(table)).flatMap(([key, column]) => (keep(column) ? [key] : []));

function inlineUniques(table: object): UniqueKey[] {
  return Object.entries(tableColumns(table))
    .filter(([, column]) => column.isUnique)
    .map(([key, column]) => ({
      name: column.uniqueName ?? '',
      columns: [key],
      nullsNotDistinct: column.uniqueType === 'not distinct',
    }));
}

/** Plain unique indexes guarantee as much as a constraint, so they count as keys; one set of columns counts once. */
function uniqueKeys(constraints: UniqueKey[], indexes: Index[]): UniqueKey[] {
  const fromIndexes = indexes
    .filter((index) => index.unique && !index.partial && !index.columns.includes(null))
    .map(({ name, columns }) => ({
      name,
      columns: columns as string[],
      nullsNotDistinct: false,
    }));
  const byColumns = new Map<string, UniqueKey>();
  for (const key of [...constraints, ...fromIndexes]) {
    const id = key.columns.toSorted().join();
    if (!byColumns.has(id)) byColumns.set(id, key);
  }
  return [...byColumns.values()];
}

type IndexConfig = TableConfig['indexes'][number]['config'];

function readIndex(table: PgTable, config: IndexConfig, context: Context): Index {
  const columns = config.columns.map((column) =>
    is(column, SQL) ? null : (columnKeys(table, [column as { name: string }])[0] ?? null),
  );
  const lowerOf = loweredColumn(table, config, context);
  const where = config.where ? context.render(config.where) : undefined;
  const directions = config.columns.map(directionOf);
  const trigrams = columns.filter(
    (key, at): key is string => key !== null && hasTrigrams(config.columns[at]),
  );
  const unclassed = columns.filter(
    (key, at): key is string => key !== null && lacksOpClass(config.columns[at]),
  );
  return {
    name: config.name ?? indexName(table, columns, context),
    columns,
    unique: config.unique,
    partial: config.where !== undefined,
    method: config.method ?? 'btree',
    ...(isConstant(config, context) && { constant: true }),
    ...(lowerOf && { lowerOf }),
    ...(where && { where }),
    ...(trigrams.length > 0 && { trigrams }),
    ...(unclassed.length > 0 && { unclassed }),
    ...(directions.some((direction) => direction !== 'asc') && { directions }),
  };
}

function hasTrigrams(column: IndexConfig['columns'][number] | undefined): boolean {
  const { indexConfig } = column as Partial<IndexedColumn>;
  return /^(gin|gist)_trgm_ops\b/.test(indexConfig?.opClass ?? '');
}

function lacksOpClass(column: IndexConfig['columns'][number] | undefined): boolean {
  const { type, indexConfig } = column as Partial<IndexedColumn>;
  return type === 'PgVector' && indexConfig?.opClass === undefined;
}

/** `ORDER BY x DESC` has NULL first, and drizzle's `.desc()` alone has it last: that index serves neither direction. */
function directionOf(column: IndexConfig['columns'][number]): 'asc' | 'desc' | null {
  if (is(column, SQL)) return 'asc';
  // Older copies of drizzle-orm have none.
  const { indexConfig } = column as Partial<IndexedColumn>;
  const {
    order = 'asc',
    nulls = 'last',
    opClass,
  }: Partial<IndexedColumn['indexConfig']> = indexConfig ?? {};
  if (opClass?.endsWith('_pattern_ops')) return null;
  if (order === 'asc') return nulls === 'last' ? 'asc' : null;
  return nulls === 'first' ? 'desc' : null;
}

/** `lower("email")`, and nothing else. */
function loweredColumn(
  table: PgTable,
  { columns }: IndexConfig,
  context: Context,
): string | undefined {
  const [only, ...others] = columns;
  if (others.length > 0 || !is(only, SQL)) return undefined;
  const [, name] = LOWER.exec(context.render(only).trim()) ?? [];
  const own = Object.entries(tableColumns(table));
  return own.find(([, column]) => context.columnName(column) === name)?.[0];
}

const LOWER = /^\(*\s*lower\s*\(\s*(?:"[^"]+"\.)*"([^"]+)"\s*\)\s*\)*$/i;

/** `((true))`: such an index lets one row in. */
function isConstant({ columns, where }: IndexConfig, context: Context): boolean {
  return (
    where === undefined &&
    columns.every((column) => is(column, SQL) && CONSTANT.test(context.render(column).trim()))
  );
}

const CONSTANT = /^\(*\s*(?:true|false|-?\d+|'[^']*')(?:::\w+)?\s*\)*$/i;

/** The name that drizzle-kit gives to an index without one. */
function indexName(table: PgTable, keys: (string | null)[], context: Context): string {
  const own = tableColumns(table);
  const names = keys.flatMap((key) => (key && own[key] ? context.columnName(own[key]) : []));
  return names.length < keys.length ? '' : [getTableName(table), ...names, 'index'].join('_');
}
