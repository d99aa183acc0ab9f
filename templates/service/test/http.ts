import type { LightMyRequestResponse } from 'fastify';
import type { Client } from './client';

/** How much of a time is its day. */
const DAY = '2026-01-31'.length;

/**
 * The URL of a row: its key as path segments.
 *
 * @param days columns of the key whose Date is a day
 */
export function itemUrl(
  url: string,
  row: object,
  key: readonly string[],
  days: readonly string[] = [],
): string {
  const values = row as Record<string, unknown>;
  const segments = key.map((name) => {
    const value = values[name];
    const text = value instanceof Date ? value.toISOString() : String(value);
    return encodeURIComponent(days.includes(name) ? text.slice(0, DAY) : text);
  });
  return [url, ...segments].join('/');
}

/** What an answer says to pages of other origins. */
export function corsOf({ headers }: LightMyRequestResponse): Record<string, unknown> {
  const told = Object.entries(headers).filter(([name]) => /^(?:access-control-|vary$)/.test(name));
  return Object.fromEntries(told);
}

interface Page {
  data: Record<string, unknown>[];
  nextCursor: string | null;
}

/** All rows of a list, page by page. */
export async function walk(
  { read }: Pick<Client, 'read'>,
  url: string,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page = await read(cursor ? `${url}&cursor=${cursor}` : url);
    rows.push(...page.data);
    cursor = page.nextCursor;
  }
  return rows;
}

/**
 * Values of a row as a client would send them.
 *
 * @param schema if given, only the fields that it lists
 */
export function jsonBody(
  values: object,
  schema?: { shape: Record<string, unknown> },
): Record<string, unknown> {
  const fields = Object.entries(values).filter(
    ([name]) => !schema || Object.hasOwn(schema.shape, name),
  );
  return JSON.parse(
    JSON.stringify(Object.fromEntries(fields), (_, value) => {
      if (typeof value === 'bigint') return String(value);
      // A Buffer has turned itself into { type, data } before it gets here.
      return value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value;
    }),
  );
}
