import { Pool, type PoolConfig } from 'pg';
import { postgresError } from './errors';
import { lackingIn } from './migrate';
import { readMigrations } from './migration-files';
import { hiddenByPolicies } from './row-security';

/** How long Postgres may take to answer, and how long what it said counts. */
const ANSWER_MS = 1000;
const FRESH_MS = 1000;

const HIDDEN =
  'row level security hides rows from this service, unless its role has bypassrls or a policy of its own (docs/database.md).';

interface HealthOptions {
  onQuery?: ((sql: string) => void) | undefined;
  onError: (error: Error) => void;
  onWarning: (message: string) => void;
  /** Of the migrations that the database must have. */
  folder?: string | undefined;
}

/** The database answers, but has not all tables and columns that the service counts on. */
export class LackingMigrations extends Error {
  constructor(files: readonly string[]) {
    super(`The database lacks migrations: ${files.join(', ')}.`);
    this.name = 'LackingMigrations';
  }
}

/**
 * Asks whether Postgres answers, on a connection of its own: those for requests may all be in use by slow ones, and a service
 * that is busy is not away. However often it is asked, Postgres is asked once in a second at the most. Until the database has
 * every migration of the folder it is not ready, either.
 *
 * @param connection how to connect
 */
export function createHealth(
  connection: PoolConfig,
  { onQuery, onError, onWarning, folder }: HealthOptions,
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

  let migrations = folder === undefined ? [] : (readMigrations(folder) ?? []);
  const ask = async () => {
    onQuery?.('select 1');
    await pool.query('select 1');
    if (migrations.length === 0) return;
    const lacking = await lackingIn(pool, migrations).catch(unlessHidden);
    if (lacking.length > 0) throw new LackingMigrations(lacking);
    const hidden = await hiddenByPolicies(pool);
    if (hidden.length > 0) onWarning(`${hidden.join(', ')}: ${HIDDEN}`);
    // None of them is ever taken back.
    migrations = [];
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

/** A role that may not see what was applied can't tell. */
function unlessHidden(error: unknown): string[] {
  if (postgresError(error)?.code === '42501') return [];
  throw error;
}
