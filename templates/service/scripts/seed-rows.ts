import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '../src/db/client';
import { postgresError } from '../src/db/errors';

const UNIQUE_VIOLATION = '23505';

/** How often a value that is taken may be met: random pairs meet, and factories count from 1 whatever the tables hold. */
const SPARE = 200;

/** How many rows that are there already are chosen from. */
const ENOUGH = 100;

/**
 * The rows of a table: those that it has, or else new ones, made one after the other.
 *
 * @returns up to a hundred rows that others may refer to
 */
export async function rows<Row>(
  db: Database,
  table: PgTable,
  count: number,
  create: () => Promise<Row>,
): Promise<Row[]> {
  const name = getTableName(table);
  const present = await db.select().from(table).limit(ENOUGH);
  if (present.length > 0) {
    console.log(`   - ${name}: there are rows already`);
    return present as Row[];
  }
  const created: Row[] = [];
  for (let tries = 0; created.length < count && tries < count + SPARE; tries += 1) {
    try {
      created.push(await create());
    } catch (error) {
      if (postgresError(error)?.code !== UNIQUE_VIOLATION) throw error;
    }
  }
  console.log(`${String(created.length).padStart(4)} ${name}`);
  return created;
}

/** Any of the rows. */
export function pick<Row>(all: readonly Row[]): Row {
  const row = all[Math.floor(Math.random() * all.length)];
  if (row === undefined) throw new Error('There is no row to choose from.');
  return row;
}
