import { and, eq, getTableColumns } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { TestApp } from '../app';
import type { Person } from './people';

const WRITES = ['create', 'update', 'delete'] as const;
type Write = (typeof WRITES)[number];

/** A table, and its columns in which each write says who did it; a deletion, where the row is only marked. No client sets them. */
export interface Stamps extends Record<Write, readonly string[]> {
  table: PgTable;
}

/** Each of the columns once. */
export function stamped(stamps: Stamps | undefined): string[] {
  return stamps ? [...new Set(WRITES.flatMap((write) => stamps[write]))] : [];
}

/** How many rows name somebody in each column in which a write says who did it, whatever of it is sent to clients. */
export function signedBy(
  { db }: TestApp,
  stamps: Stamps | undefined,
  { write, person, row = {} }: { write: Write; person: Person; row?: Record<string, unknown> },
): Promise<number[]> {
  if (!stamps) return Promise.resolve([]);
  const { table } = stamps;
  const columns: Record<string, PgColumn> = getTableColumns(table);
  const holds = (name: string, value: unknown) => {
    const column = columns[name];
    if (!column) throw new Error(`There is no column ${name}`);
    return eq(column, value);
  };
  const isRow = Object.entries(row).map(([name, value]) => holds(name, value));
  const counts = stamps[write].map((field) =>
    db.$count(table, and(holds(field, person.userId), ...isRow)),
  );
  return Promise.all(counts);
}
