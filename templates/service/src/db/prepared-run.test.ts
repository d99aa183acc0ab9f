import { Client, type ClientConfig, Query, type Submittable } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { testDatabaseUrl } from '../../test/database';
import { type Kind, planOf, queryOf, seenOf, type Statement, type Watched } from '../../test/runs';
import { PreparedRun, type RunCallback, type RunResult } from './prepared-run';

/** What somebody who watches queries sees of one: each call of its callback, in a form that can be compared. */
type Seen = unknown[];

let client: Client;

afterEach(() => client.end());

async function connect(config: ClientConfig = {}): Promise<Client> {
  client = new Client({ connectionString: await testDatabaseUrl(), ...config });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Sends statements one after the other, and waits until the connection has dealt with them all. */
async function run(kind: Kind, ...statements: Statement[]): Promise<Seen> {
  const seen: Seen = [];
  for (const statement of statements) {
    await new Promise<void>((resolve) => {
      const query = queryOf(kind, statement, (error, result) => {
        seen.push(seenOf(error, result));
        resolve();
      });
      client.query(query);
    });
    await settled();
  }
  return seen;
}

/** Long enough for a second call of a callback. */
async function settled(): Promise<void> {
  await client.query('select 1').catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 20));
}

async function both(act: (kind: Kind) => Promise<unknown>): Promise<unknown> {
  const [own, pgs] = [await act('own'), await act('pg')];
  expect(own).toEqual(pgs);
  return own;
}

const one = { name: 'one', text: 'select $1::int as a', values: ['1'] };
const slow = { name: 'slow', text: 'select pg_sleep(0.3)::text as a' };
const endless = { name: 'endless', text: 'select pg_sleep(600)::text as a' };

describe('to whoever watches, a run is like a query of pg', () => {
  test('its result', async () => {
    await connect();
    await client.query('create temp table t (a int)');
    const insert = { name: 'insert', text: 'insert into t values ($1) returning a', values: ['7'] };
    const seen = await both((kind) =>
      run(
        kind,
        one,
        { ...one, values: [null] },
        { ...insert, name: `insert ${kind}` },
        { name: 'quiet', text: 'update t set a = 8 where a = 9' },
        { name: `create ${kind}`, text: `create temp table "made ${kind}" ()` },
        { name: 'empty', text: '' },
      ),
    );
    expect(seen).toMatchObject([
      { error: null, rows: [{ a: 1 }], rowCount: 1, command: 'SELECT', fields: [['a', 23]] },
      { rows: [{ a: null }] },
      { rowCount: 1, command: 'INSERT' },
      { rowCount: 0, command: 'UPDATE' },
      { rowCount: null, command: 'CREATE' },
      { error: null },
    ]);
  });

  test('errors of Postgres: when it is prepared, when it is bound, when it runs', async () => {
    await connect();
    const seen = await both((kind) =>
      run(
        kind,
        { name: 'nowhere', text: 'select a from nowhere' },
        { name: 'nowhere', text: 'select a from nowhere' },
        { ...one, values: ['x'] },
        { ...one, values: [] },
        { name: 'division', text: 'select 1 / $1::int as a', values: ['0'] },
        one,
      ),
    );
    const codes = ['42P01', '42P01', '22P02', '08P01', '22012'];
    expect(seen).toMatchObject([...codes.map((code) => ({ code })), { rows: [{ a: 1 }] }]);
  });

  test('one name for two texts is an error, and the connection goes on', async () => {
    await connect();
    const other = { name: 'one', text: 'select 2 as a' };
    const seen = await both((kind) => run(kind, one, other, one));
    expect(seen).toMatchObject([{}, { error: expect.stringContaining('must be unique') }, {}]);
  });

  test('a row that can not be read is the error, also when Postgres has one after it', async () => {
    await connect();
    client.setTypeParser(20, () => {
      throw new Error('unreadable');
    });
    const types = { getTypeParser: client.getTypeParser.bind(client) };
    const text = 'select 1 / (2 - n)::bigint as a from generate_series(1, $1::int) n';
    const seen = await both(async (kind) => {
      const calls: Seen = [];
      for (const values of [['1'], ['2']]) {
        const watch: RunCallback = (error, result) => calls.push(seenOf(error, result));
        const query =
          kind === 'own'
            ? new PreparedRun({ ...planOf('read', text), types }, values, watch)
            : new Query({ name: 'read', text, values, types } as never, watch as never);
        client.query(query as Submittable);
        await settled();
      }
      return calls;
    });
    expect(seen).toEqual([{ error: 'unreadable' }, { error: 'unreadable' }]);
  });

  test.each(['before', 'after'])(
    'a callback of theirs around ours, put there %s it is sent',
    async (moment) => {
      await connect();
      const seen = await both(async (kind) => {
        const calls: Seen = [];
        const query = queryOf(kind, one, (error, { rows } = {} as RunResult) =>
          calls.push({ error, rows }),
        );
        const watch = () => {
          // As tracers do: what they spread of the query must have it.
          const { callback, text, name } = { ...query } as Watched & Statement;
          calls.push({ text, name });
          query.callback = (...given) => {
            calls.push('theirs');
            callback(...given);
          };
        };
        if (moment === 'before') watch();
        client.query(query);
        if (moment === 'after') watch();
        await settled();
        return calls;
      });
      const { text, name } = one;
      expect(seen).toEqual([{ text, name }, 'theirs', { error: null, rows: [{ a: 1 }] }]);
    },
  );

  test('a time limit of pg, which is over before its answer comes', async () => {
    await connect();
    const limit = (milliseconds: number) => {
      internals().connectionParameters.query_timeout = milliseconds;
    };
    const seen = await both(async (kind) => {
      limit(100);
      const calls = await run(kind, slow);
      // The next one has all the time that a busy machine takes.
      limit(0);
      await settled();
      return [...calls, ...(await run(kind, one))];
    });
    expect(seen).toMatchObject([{ error: 'Query read timeout' }, { rows: [{ a: 1 }] }]);
  });

  test('a connection that breaks, and one that is broken or at its end', async () => {
    const seen = await both(async (kind) => {
      await connect();
      const broken = run(kind, slow);
      internals().connection.stream.destroy(new Error('broken'));
      const calls = [...(await broken), ...(await run(kind, one))];
      await client.end();
      await connect();
      await client.end();
      return [...calls, ...(await run(kind, one))];
    });
    expect(seen).toMatchObject([
      { error: 'broken' },
      { error: expect.stringContaining('not queryable') },
      { error: expect.stringContaining('not queryable') },
    ]);
  });

  test('cancelled while it runs, and while it waits for its turn', async () => {
    await connect();
    // pg's own `cancel` asks for it by a name that is to go with pg 9, and warns of that.
    Object.defineProperty(client, 'activeQuery', {
      get: () => (client as unknown as Internals)._getActiveQuery(),
    });
    const seen = await both(async (kind) => {
      const calls: Seen = [];
      const watch: RunCallback = (error, result) => calls.push(seenOf(error, result));
      const [running, waiting] = [queryOf(kind, endless, watch), queryOf(kind, one, watch)];
      client.query(running);
      client.query(waiting);
      const connectionString = await testDatabaseUrl();
      const cancel = (query: Submittable) => {
        const canceller = new Client({ connectionString });
        (canceller as unknown as Canceller).cancel(client, query);
      };
      cancel(waiting);
      cancel(running);
      // A request that comes before Postgres has begun with the query cancels nothing.
      const asking = setInterval(() => cancel(running), 200);
      await settled();
      clearInterval(asking);
      return calls;
    });
    expect(seen).toMatchObject([{ code: '57014' }]);
  });

  test('refused where pg pipelines, which takes no queries but its own', async () => {
    await connect({ pipeline: true });
    expect(await run('own', one)).toMatchObject([{ error: expect.stringContaining('pipeline') }]);
  });
});

interface Canceller {
  cancel: (client: Client, query: Submittable) => void;
}

/** What @types/pg leave out. */
interface Internals {
  _getActiveQuery: () => unknown;
  connectionParameters: { query_timeout: number };
  connection: { stream: { destroy: (error: Error) => void } };
}

function internals(): Internals {
  return client as unknown as Internals;
}
