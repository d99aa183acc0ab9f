import { postgresError } from '../src/db/errors';

const UNIQUE_VIOLATION = '23505';

/**
 * Makes rows one after the other. A row that a unique key refuses is left out: random pairs may meet, and a second seed
 * meets the rows of the first.
 */
export async function rows<Row>(
  title: string,
  count: number,
  create: () => Promise<Row>,
): Promise<Row[]> {
  const created: Row[] = [];
  for (let i = 0; i < count; i += 1) {
    try {
      created.push(await create());
    } catch (error) {
      if (postgresError(error)?.code !== UNIQUE_VIOLATION) throw error;
    }
  }
  console.log(`${String(created.length).padStart(4)} ${title}`);
  return created;
}

/** Any of the rows. */
export function pick<Row>(all: readonly Row[]): Row {
  const row = all[Math.floor(Math.random() * all.length)];
  if (row === undefined) throw new Error('There is no row to choose from.');
  return row;
}
