import { parseSync } from 'libpg-query';
import { loadSqlParser } from '../../sql-parser.ts';
import type { ReadResult } from '../read-result.ts';
import type { MissingName, Notice } from '../table.ts';
import { typeOwnerOf } from './known-types.ts';
import { isProvided } from './owned-names.ts';

/** As Postgres understands it: in small letters unless it is quoted, and without what is in parentheses. */
interface TypeName {
  /** As written; null where there is none, `pg_catalog` for `integer` and its like. */
  schema: string | null;
  name: string;
}

/**
 * Types of columns that are nowhere: neither in Postgres, nor in one of the extensions, nor in the schema. drizzle defines enums and
 * no other type, so that domains and composite types are among them. Each once, with the first column that has it.
 */
export async function missingTypes(
  { tables, entities }: Pick<ReadResult, 'tables' | 'entities'>,
  extensions: string[],
): Promise<MissingName[]> {
  const defined = [...entities.filter(({ kind }) => kind === 'enum'), ...tables];
  const isThere = ({ schema, name }: TypeName): boolean => {
    const isDefined = defined.some(
      (one) => one.name === name && (one.schema ?? 'public') === (schema ?? 'public'),
    );
    if (schema === null && SERIAL.test(name)) return true;
    const isDefault = schema === null || schema === 'public' || schema === 'pg_catalog';
    const owner = isDefault ? typeOwnerOf(name) : undefined;
    return isDefined || isProvided(owner, extensions);
  };
  const missing = new Map<string, MissingName>();
  for (const { type, subject } of await customTypes(tables)) {
    const name = type.schema === null ? type.name : `${type.schema}.${type.name}`;
    if (!isThere(type) && !missing.has(name)) missing.set(name, { name, subject });
  }
  return [...missing.values()];
}

/** No types to Postgres, but ways to write some. */
const SERIAL = /^(small|big)?serial$|^serial[248]$/;

async function customTypes(tables: ReadResult['tables']) {
  const columns = tables
    .filter(({ kind }) => kind === 'table')
    .flatMap((table) => table.columns.map((column) => ({ table, column })))
    .filter(({ column }) => column.kind === 'custom');
  if (columns.length === 0) return [];
  await loadSqlParser();
  return columns.flatMap(({ table, column: { key, sqlType } }) => {
    const type = parsed(sqlType);
    return type ? { type, subject: `${table.id}.${key}` } : [];
  });
}

/** What does not parse is left to Postgres, which says what is wrong with it. */
function parsed(sqlType: string): TypeName | undefined {
  try {
    const names = namesIn(parseSync(`SELECT NULL::${sqlType}`));
    const name = names?.at(-1);
    return name === undefined ? undefined : { schema: names?.at(-2) ?? null, name };
  } catch {
    return undefined;
  }
}

/** The first type in a syntax tree. */
function namesIn(node: unknown): string[] | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if ('typeName' in node) {
    const { names = [] } = node.typeName as { names?: { String: { sval: string } }[] };
    return names.map(({ String: { sval } }) => sval);
  }
  for (const inner of Object.values(node)) {
    const found = namesIn(inner);
    if (found) return found;
  }
  return undefined;
}

export const missingTypeNotices = (missing: MissingName[]): Notice[] =>
  missing.map(({ name, subject }) => ({
    subject,
    message: `Its type ${name} is one that neither Postgres nor the schema defines; create it in the first migration, before the table.`,
  }));
