import { is, Relations, Table as DrizzleTable } from 'drizzle-orm';
import { isPgEnum, isPgSequence, PgPolicy, PgRole, PgSchema, PgTable } from 'drizzle-orm/pg-core';
import type { EntryModule } from '../read-result.ts';
import { tableColumns } from './context.ts';
import { type AnyView, isView } from './views.ts';

/** Where an object is exported. */
export interface ExportPlace {
  file: string;
  key: string;
}

/** The drizzle objects that the entry modules export, each once, with every place that exports it. */
export interface Collected {
  tables: Map<PgTable, ExportPlace[]>;
  views: Map<AnyView, ExportPlace[]>;
  relations: Map<Relations, ExportPlace[]>;
  /** Enums, schemas, sequences, roles and policies. */
  others: Map<object, ExportPlace[]>;
  /** Dialects other than Postgres, e.g. `SQLite`. */
  otherDialects: string[];
  /** Exports that are no tables any more, since a column of theirs has the key `__proto__`. */
  broken: string[];
}

/** Sorts the exports of all entry modules. One object under two names is one object. */
export function collectExports(modules: EntryModule[]): Collected {
  const collected: Collected = {
    tables: new Map(),
    views: new Map(),
    relations: new Map(),
    others: new Map(),
    otherDialects: [],
    broken: [],
  };
  for (const { file, exports } of modules) {
    for (const [key, value] of Object.entries(exports)) sort(value, { file, key }, collected);
  }
  return collected;
}

function sort(value: unknown, place: ExportPlace, into: Collected): void {
  if (is(value, PgTable)) add(into.tables, value, place);
  else if (isView(value)) add(into.views, value, place);
  else if (is(value, Relations)) add(into.relations, value, place);
  else if (isOther(value)) add(into.others, value, place);
  else if (is(value, DrizzleTable)) addDialect(into, value);
  else if (hasProtoColumn(value)) into.broken.push(place.key);
}

const isOther = (value: unknown): value is object =>
  isPgEnum(value) ||
  isPgSequence(value) ||
  is(value, PgSchema) ||
  is(value, PgRole) ||
  is(value, PgPolicy);

/** drizzle puts columns on the table as properties: one of that key takes the place of what makes it a table. */
const hasProtoColumn = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(tableColumns(value), '__proto__');

function add<T>(to: Map<T, ExportPlace[]>, value: T, place: ExportPlace): void {
  to.set(value, [...(to.get(value) ?? []), place]);
}

const ENTITY_KIND = Symbol.for('drizzle:entityKind');
const DIALECTS = { MySql: 'MySQL', SQLite: 'SQLite', SingleStore: 'SingleStore', Gel: 'Gel' };

function addDialect({ otherDialects }: Collected, table: DrizzleTable): void {
  const { [ENTITY_KIND]: kind = '' } = table.constructor as unknown as Record<symbol, string>;
  const prefix = Object.keys(DIALECTS).find((name) => kind.startsWith(name));
  const dialect = prefix ? DIALECTS[prefix as keyof typeof DIALECTS] : 'another dialect';
  if (!otherDialects.includes(dialect)) otherDialects.push(dialect);
}
