import { Pool, type PoolConfig } from 'pg';

/** How long Postgres may take to answer, and how long what it said counts. */
const ANSWER_MS = 1000;
const FRESH_MS = 1000;

/**
 * Asks whether Postgres answers, on a connection of its own: those for requests may all be in use by slow ones, and a service
 * that is busy is not away. However often it is asked, Postgres is asked once in a second at the most.
 *
 * @param connection how to connect
 */
export function createHealth(
  connection: PoolConfig,
  {
    onQuery,
    onError,
  }: { onQuery?: ((sql: string) => void) | undefined; onError: (error: Error) => void },
): { check: () => Promise<void>; close: () => Promise<void> } {
  const pool = new Pool({
    ...connection,
    max: 1,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', () => {}));
  let last: { at: number; answer: Promise<void> } | undefined;

  const ask = async () => {
    onQuery?.('select 1');
    await pool.query('select 1');
  };
  const check = () => {
    if (!last || performance.now() - last.at > FRESH_MS) {
      last = { at: performance.now(), answer: ask() };
      // Whoever asks hears of it; nobody else has to.
      last.answer.catch(() => {});
    }
    return last.answer;
  };
  return { check, close: () => pool.end() };
}
