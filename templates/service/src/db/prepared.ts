import { createHash } from 'node:crypto';
import { DrizzleQueryError, is, Param, Placeholder, type Query } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool, type PoolClient } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { casing } from './casing';
import { onConnection, useFreshConnection } from './connection';
import { type Context, type Values, valuesIn } from './context';
import {
  type Plan,
  type PlanColumn,
  PreparedRun,
  type Row,
  type RunCallback,
  type TypeParsers,
} from './prepared-run';
import { isLeftToDrizzle } from './run-mode';
import * as schema from './schema';
import { noteRefused } from './slots';

/** Builds statements, and subqueries for them. It has no connection: a statement gets one from the context it runs with. */
export const builder = drizzle.mock({ schema, casing });

/** A statement that runs where the context says, with values for its placeholders. */
export type Statement<Result> = (context: Context, given?: Values) => Promise<Result>;

/** A query of drizzle's, of whichever kind. */
export interface Preparable<Result> {
  toSQL(): Query;
  prepare(name: string): { execute(given?: Values): Promise<Result> };
}

/**
 * Makes a statement of a query: built once, when it is first run, and from then on for whatever connection the context
 * brings. Postgres prepares it once on each, under a name made from its own text: one text has one name everywhere, which is
 * what Postgres demands, and a changed query can never meet the plan of an older one.
 *
 * drizzle builds the query and gives it its types, but does not run it: see `PreparedRun`. `DATABASE_OWN_RUN=false` leaves
 * that to drizzle, too.
 *
 * @param query made with `builder`
 */
export function prepared<Result>(query: Preparable<Result>): Statement<Result> {
  return statement(() => runOf(query));
}

/** The same, but Postgres keeps no plan of it: for what will hardly be run again. */
export function unprepared<Result>(query: Preparable<Result>): Statement<Result> {
  return statement(() => byDrizzle(statementOf(query, ''), true));
}

function statement<Result>(build: () => Run): Statement<Result> {
  let run: Run | undefined;
  return (context, given = {}) => {
    run ??= build();
    return run(sessionOf(context), valuesIn(context, given)) as Promise<Result>;
  };
}

type Run = (session: Session, given: Values) => Promise<unknown>;

/** What a query of drizzle's is sent with. */
interface Session {
  client: Pool | PoolClient;
  signal?: AbortSignal | undefined;
  logger: { logQuery: (text: string, params: unknown[]) => void };
}

/** What drizzle makes of a query that is prepared. */
interface DrizzleStatement extends Session {
  params: unknown[];
  fields?: { path: string[]; field: PlanColumn['field'] }[];
  queryConfig: { name: string; text: string; types: TypeParsers };
  rawQueryConfig: object;
  execute: (given: Values) => Promise<unknown>;
}

function sessionOf({ db, signal }: Context): Session {
  const { client, logger } = db._.session as unknown as Session;
  return { client, logger, signal };
}

function statementOf(query: Preparable<unknown>, name: string): DrizzleStatement {
  const made = query.prepare(name) as unknown as DrizzleStatement;
  made.params = made.params.map((param) =>
    is(param, Placeholder) ? new Param(param, compared) : param,
  );
  return made;
}

/** A placeholder in a condition is encoded by no column, and pg writes of a Date only what it holds itself. */
const compared = {
  mapToDriverValue: (value: unknown) => (value instanceof Date ? value.toISOString() : value),
};

function runOf(query: Preparable<unknown>): Run {
  const name = createHash('sha1').update(query.toSQL().sql).digest('hex');
  const made = statementOf(query, name);
  const { fields, params, queryConfig } = made;
  const leave = byDrizzle(made);
  // Without rows there is nothing to gain, and nested ones are drizzle's to build: it does so with the session that it finds.
  if (!fields || fields.some(({ path }) => path.length > 1)) return leave;
  const plan: Plan = {
    ...queryConfig,
    columns: fields.map(({ path: [key = ''], field }) => ({ key, field })),
    readers: new WeakMap(),
  };
  const binders = params.map(binder);
  return (session, given) =>
    isLeftToDrizzle(session.client)
      ? leave(session, given)
      : execute(session, plan, { params, binders, given });
}

function byDrizzle(made: DrizzleStatement, unnamed = false): Run {
  return ({ client, logger, signal }, given) => {
    const on = async (one: Pool | PoolClient) => {
      const run = Object.assign(
        Object.create(made) as DrizzleStatement,
        { client: one, logger },
        unnamed && withoutName(made),
      );
      try {
        return await run.execute(given);
      } catch (error) {
        throw noteRefused(error, made.params);
      }
    };
    signal?.throwIfAborted();
    return client instanceof Pool
      ? onConnection(client, signal, on, useFreshConnection)
      : on(client);
  };
}

function withoutName({ queryConfig, rawQueryConfig }: DrizzleStatement) {
  return {
    queryConfig: { ...queryConfig, name: undefined },
    rawQueryConfig: { ...rawQueryConfig, name: undefined },
  };
}

/**
 * @throws {DrizzleQueryError} with the error of Postgres or of the connection as its cause
 * @throws the reason of the context's signal
 */
async function execute(
  session: Session,
  plan: Plan,
  { params, binders, given }: { params: readonly unknown[]; binders: Bind[]; given: Values },
): Promise<Row[]> {
  const values = binders.map((bind) => bind(given));
  session.logger.logQuery(plan.text, values);
  try {
    return await send(session, plan, values.map(prepareValue));
  } catch (error) {
    if (session.signal?.aborted) throw session.signal.reason;
    throw new DrizzleQueryError(plan.text, values, noteRefused(error as Error, params));
  }
}

type Bind = (given: Values) => unknown;

/** From the values that are given to the one for this parameter, as its column encodes it. */
function binder(param: unknown): Bind {
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param;
  const { encoder, value: placeholder } = param;
  return (given) => encoder.mapToDriverValue(valueOf(placeholder, given));
}

function valueOf({ name }: Placeholder, given: Values): unknown {
  if (!(name in given)) throw new Error(`No value for placeholder "${name}" was provided`);
  return given[name];
}

function send({ client, signal }: Session, plan: Plan, values: unknown[]): Promise<Row[]> {
  const run = (on: PoolClient, done: RunCallback) => on.query(new PreparedRun(plan, values, done));
  return new Promise((resolve, reject) => {
    const settle: RunCallback = (error, result) => {
      if (result) resolve(result.rows);
      else reject(error ?? new Error('There is no result.'));
    };
    if (signal?.aborted) reject(signal.reason as Error);
    else if (client instanceof Pool) useFreshConnection(client, signal, run, settle);
    else run(client, settle);
  });
}
