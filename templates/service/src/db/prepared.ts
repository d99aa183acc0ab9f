import { createHash } from 'node:crypto';
import { DrizzleQueryError, is, Param, Placeholder, type Query } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { DatabaseError, Pool, type PoolClient } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { casing } from './casing';
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
  let run: Run | undefined;
  return (context, given = {}) => {
    run ??= runOf(query);
    return run(sessionOf(context), valuesIn(context, given)) as Promise<Result>;
  };
}

type Run = (session: Session, given: Values) => Promise<unknown>;

/** What a query of drizzle's is sent with. */
interface Session {
  client: Pool | PoolClient;
  logger: { logQuery: (text: string, params: unknown[]) => void };
}

/** What drizzle makes of a query that is prepared. */
interface DrizzleStatement extends Session {
  params: unknown[];
  fields?: { path: string[]; field: PlanColumn['field'] }[];
  queryConfig: { name: string; text: string; types: TypeParsers };
  execute: (given: Values) => Promise<unknown>;
}

function sessionOf({ db }: Context): Session {
  const { client, logger } = db._.session as unknown as Session;
  return { client, logger };
}

function runOf(query: Preparable<unknown>): Run {
  const name = createHash('sha1').update(query.toSQL().sql).digest('hex');
  const statement = query.prepare(name) as unknown as DrizzleStatement;
  const { fields, params, queryConfig } = statement;
  const byDrizzle: Run = (session, given) =>
    Object.assign(Object.create(statement) as DrizzleStatement, session).execute(given);
  // Without rows there is nothing to gain, and nested ones are drizzle's to build: it does so with the session that it finds.
  if (!fields || fields.some(({ path }) => path.length > 1)) return byDrizzle;
  const plan: Plan = {
    ...queryConfig,
    columns: fields.map(({ path: [key = ''], field }) => ({ key, field })),
    readers: new WeakMap(),
  };
  const binders = params.map(binder);
  return (session, given) =>
    isLeftToDrizzle(session.client)
      ? byDrizzle(session, given)
      : execute(session, plan, { binders, given });
}

/** @throws {DrizzleQueryError} with the error of Postgres or of the connection as its cause */
async function execute(
  { client, logger }: Session,
  plan: Plan,
  { binders, given }: { binders: Bind[]; given: Values },
): Promise<Row[]> {
  const params = binders.map((bind) => bind(given));
  logger.logQuery(plan.text, params);
  try {
    return await send(client, plan, params.map(prepareValue));
  } catch (error) {
    throw new DrizzleQueryError(plan.text, params, error as Error);
  }
}

type Bind = (given: Values) => unknown;

/** From the values that are given to the one for this parameter, as its column encodes it. */
function binder(param: unknown): Bind {
  if (is(param, Placeholder)) return (given) => valueOf(param, given);
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param;
  const { encoder, value: placeholder } = param;
  return (given) => encoder.mapToDriverValue(valueOf(placeholder, given));
}

function valueOf({ name }: Placeholder, given: Values): unknown {
  if (!(name in given)) throw new Error(`No value for placeholder "${name}" was provided`);
  return given[name];
}

function send(client: Pool | PoolClient, plan: Plan, values: unknown[]): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const settle: RunCallback = (error, result) => {
      if (result) resolve(result.rows);
      else reject(error ?? new Error('There is no result.'));
    };
    if (!(client instanceof Pool)) {
      client.query(new PreparedRun(plan, values, settle));
      return;
    }
    client.connect((error, connection, release) => {
      if (!connection) {
        settle(error ?? new Error('There is no connection.'));
        return;
      }
      const done: RunCallback = (failure, result) => {
        release(isSpoiled(failure) && failure);
        settle(failure, result);
      };
      try {
        connection.query(new PreparedRun(plan, values, done));
      } catch (failure) {
        done(failure as Error);
      }
    });
  });
}

/** Errors about values (22), constraints (23) and other transactions (40) say nothing against the connection or the plan. */
const HARMLESS = /^(?:22|23|40)/;

/** Whether the connection must not be used again. pg's own pool gives one up for each value that is taken already. */
function isSpoiled(error: Error | null | undefined): error is Error {
  return (
    error instanceof Error && !(error instanceof DatabaseError && HARMLESS.test(error.code ?? ''))
  );
}
