import { Client, type ClientConfig, Pool } from 'pg';
import { breakConnection } from './cancel';
import { postgresError } from './errors';

/** How it is found out that nothing comes any more: how often is asked, how long an answer may take, how often in a row there may be none. */
export interface Heartbeat {
  every: number;
  within: number;
  misses: number;
}

export const HEARTBEAT: Heartbeat = { every: 10_000, within: 5000, misses: 3 };

const CONNECT_WITHIN = 10_000;
const KEEP_ALIVE_DELAY = 10_000;

export const NO_SESSION =
  'Migrations need a session of their own, which no pooler in transaction mode gives: run them with the DATABASE_URL of Postgres itself and without DATABASE_POOLER.';

/** After which a session that has nothing to do is none of a run that goes on. In seconds, as Postgres takes it. */
export function deadAfter({ every, within, misses }: Heartbeat): number {
  return (misses * (every + within)) / 1000;
}

export async function connectTo(
  url: string,
  within = CONNECT_WITHIN,
  more: ClientConfig = {},
): Promise<Client> {
  const client = new Client({
    ...more,
    connectionString: url,
    connectionTimeoutMillis: within,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY,
  });
  // A connection that breaks fails its query, and must not also end the process.
  client.on('error', () => {});
  await client.connect().catch((cause: unknown) => {
    throw new Error('The database can not be reached.', { cause });
  });
  return client;
}

/**
 * Watches over a connection whose statements may take hours: a database that has gone silent, or whose answer was lost on the way,
 * looks like one that is at work. So it is asked on a second connection whether it still is. When it is not, the first one
 * breaks, and its query fails.
 *
 * @returns ends the watch
 * @throws when both connections have one session, as a pooler gives it
 */
export async function watchSession(
  client: Client,
  url: string,
  heartbeat: Heartbeat,
  notify: (sentence: string) => void,
): Promise<() => void> {
  const { every, within, misses } = heartbeat;
  const own = { text: 'select pg_backend_pid() as pid', query_timeout: within };
  const { rows } = await client.query<{ pid: number }>(own);
  const second = secondConnection(url, within);
  let timer: NodeJS.Timeout | undefined;
  let missed = 0;
  let isOver = false;
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
    // Not waited for: a silent one does not say good-bye.
    second.end().catch(() => {});
  };
  const look = () => stateOf(second, rows[0]?.pid, deadAfter(heartbeat));
  const again = () => {
    timer = setTimeout(() => void beat(), every).unref();
  };
  const beat = async () => {
    missed = (await look()) === 'alive' ? 0 : missed + 1;
    if (isOver) return;
    if (missed < misses) again();
    else breakConnection(client, new Error(SILENT));
  };
  const first = await look();
  if (first === 'alive') {
    again();
    return stop;
  }
  stop();
  if (first === 'shared') throw new Error(NO_SESSION);
  notify('A second connection is not to be had: a database that falls silent is found out late.');
  return stop;
}

const SILENT =
  'nothing comes from the database any more, so the connection was given up. Postgres may be at it still: the next run waits for that.';

/** A pool of one connection: the next one, when that breaks. */
function secondConnection(url: string, within: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: within,
    query_timeout: within,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  });
  pool.on('error', () => {});
  pool.on('connect', (one) => one.on('error', () => {}));
  return pool;
}

/** Of a session: for so many seconds, the second parameter, it has had nothing to do. */
export const IS_DEAD = `coalesce(state, '') like 'idle%' and state_change < now() - make_interval(secs => $2::float8) as "isDead"`;

const LOOK = `
  select pid = pg_backend_pid() as shared, ${IS_DEAD}
  from pg_stat_activity where pid = $1`;

async function stateOf(
  pool: Pool,
  pid: number | undefined,
  seconds: number,
): Promise<'alive' | 'dead' | 'shared'> {
  try {
    const { rows } = await pool.query(LOOK, [pid, seconds]);
    if (rows[0]?.shared) return 'shared';
    return rows[0] && !rows[0].isDead ? 'alive' : 'dead';
  } catch (error) {
    // Who is refused was answered.
    return postgresError(error) ? 'alive' : 'dead';
  }
}
