import { createHash } from 'node:crypto';
import { DrizzleQueryError, is, Param, Placeholder, type Query } from 'drizzle-orm';
import { DatabaseError, Pool, type PoolClient } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import {
  type Plan,
  type PlanColumn,
  PreparedRun,
  type Row,
  type TypeParsers,
} from './prepared-run';

type Params = Record<string, unknown>;

/** What drizzle makes of a query that is prepared. */
interface DrizzleStatement {
  /** The pool, or the connection of a transaction. */
  client: Pool | PoolClient;
  params: unknown[];
  fields?: { path: string[]; field: PlanColumn['field'] }[];
  queryConfig: { name: string; text: string; types: TypeParsers };
  logger: { logQuery: (text: string, params: unknown[]) => void };
}

/**
 * Prepares a query under a name made from its own text. One text has one name on every connection, which is what
 * Postgres demands, and a changed query can never meet the plan of an older one.
 *
 * drizzle builds the query and gives it its types, but does not run it: see `PreparedRun`.
 *
 * @param query any drizzle query builder
 */
export function prepared<Prepared>(query: {
  toSQL(): Query;
  prepare(name: string): Prepared;
}): Prepared {
  const statement = query.prepare(
    createHash('sha1').update(query.toSQL().sql).digest('hex'),
  ) as DrizzleStatement;
  const { fields } = statement;
  // Without rows there is nothing to gain, and nested ones are drizzle's to build.
  if (!fields || fields.some(({ path }) => path.length > 1)) return statement as Prepared;
  const plan: Plan = {
    ...statement.queryConfig,
    columns: fields.map(({ path: [key = ''], field }) => ({ key, field })),
    readers: new WeakMap(),
  };
  const binders = statement.params.map(binder);
  return {
    execute: (given: Params = {}) => execute(statement, plan, { binders, given }),
  } as Prepared;
}

/** @throws {DrizzleQueryError} with the error of Postgres or of the connection as its cause */
async function execute(
  { client, logger }: DrizzleStatement,
  plan: Plan,
  { binders, given }: { binders: Bind[]; given: Params },
): Promise<Row[]> {
  const params = binders.map((bind) => bind(given));
  logger.logQuery(plan.text, params);
  try {
    return await run(client, plan, params.map(prepareValue));
  } catch (error) {
    throw new DrizzleQueryError(plan.text, params, error as Error);
  }
}

type Bind = (given: Params) => unknown;

/** From the values that are given to the one for this parameter, as its column encodes it. */
function binder(param: unknown): Bind {
  if (is(param, Placeholder)) return (given) => valueOf(param, given);
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param;
  const { encoder, value: placeholder } = param;
  return (given) => encoder.mapToDriverValue(valueOf(placeholder, given));
}

function valueOf({ name }: Placeholder, given: Params): unknown {
  if (!(name in given)) throw new Error(`No value for placeholder "${name}" was provided`);
  return given[name];
}

function run(client: Pool | PoolClient, plan: Plan, values: unknown[]): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    if (!(client instanceof Pool)) {
      client.query(new PreparedRun(plan, values, settle));
      return;
    }
    client.connect((error, connection, release) => {
      if (!connection) {
        reject(error ?? new Error('There is no connection.'));
        return;
      }
      const done = (failure: Error | undefined, rows: Row[]) => {
        release(isSpoiled(failure) && failure);
        settle(failure, rows);
      };
      connection.query(new PreparedRun(plan, values, done));
    });

    function settle(error: Error | undefined, rows: Row[]): void {
      if (error) reject(error);
      else resolve(rows);
    }
  });
}

/** Errors about values (22), constraints (23) and other transactions (40) say nothing against the connection or the plan. */
const HARMLESS = /^(?:22|23|40)/;

/** Whether the connection must not be used again. pg's own pool gives one up for each value that is taken already. */
function isSpoiled(error: Error | undefined): error is Error {
  return (
    error !== undefined && !(error instanceof DatabaseError && HARMLESS.test(error.code ?? ''))
  );
}
