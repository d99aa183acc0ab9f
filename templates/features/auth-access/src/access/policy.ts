import { eq, inArray, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { ADMIN } from '../auth/roles';
import { builder } from '../db/prepared';
import { type Context, fromContext } from '../db/context';
import type { Caller } from './caller';
import type { CallerContext } from './context';
import { refusedTo } from './refusals';

export type Action = 'list' | 'read' | 'create' | 'update' | 'delete';

/**
 * Who may do something; an admin of the service may in any case.
 *
 * - `public`: everybody, also without signing in, with all rows
 * - `signedIn`: everybody who is signed in, with all rows
 * - `owner`: everybody who is signed in, with their own rows
 * - `admin`: nobody else
 */
export type Who = 'public' | 'signedIn' | 'owner' | 'admin';

/** Which rows somebody reaches, with the condition for them. All rows need none. */
export interface Rows {
  own?: SQL;
}

type Reach = 'all' | keyof Rows;

/** What a route declares as its `access`, and its queries keep to. */
export interface Access {
  action: Action;
  who: Who;
  rows: Rows;
}

export function isAdmin({ roles }: Caller): boolean {
  return roles.includes(ADMIN);
}

/** For what is nobody's secret. */
export const everybody: Access = { action: 'read', who: 'public', rows: {} };

/** For whoever is signed in, where there are no rows to tell apart. */
export const signedIn: Access = { action: 'read', who: 'signedIn', rows: {} };

/** For what only an admin gives, whose ever the row is that gets it. */
export const admins: Access = { action: 'update', who: 'admin', rows: {} };

/** Whether somebody who is signed in may be refused for what they are. */
export const asksForRole = (access: Access | undefined) => access?.who === 'admin';

/** Rows that belong to nobody. */
export const nobodys = {} satisfies Rows;

/** Rows of which a column holds the id of their owner. */
export function ownedBy(column: PgColumn) {
  return { own: eq(column, fromContext('owner')) };
}

/**
 * Rows that belong to whom another row belongs.
 *
 * @param column of these rows, which holds the `key` of the other
 */
export function through<R extends Rows>(
  column: PgColumn,
  key: PgColumn,
  { rows }: { rows: R },
): { [Name in keyof R]: SQL } {
  const asTheirs = (condition: SQL) =>
    inArray(column, builder.select({ key }).from(key.table).where(condition));
  return Object.fromEntries(
    Object.entries(rows).map(([name, condition]) => [name, asTheirs(condition)]),
  ) as { [Name in keyof R]: SQL };
}

/** Only who has rows can be named: `owner` where rows have one. */
type WhoOf<R extends Rows> =
  | 'public'
  | 'signedIn'
  | 'admin'
  | (R extends { own: SQL } ? 'owner' : never);

/**
 * Who may do what with a table's rows.
 *
 * @param rows whose they are
 */
export function policy<R extends Rows, A extends Action>(
  rows: R,
  who: Record<A, WhoOf<R>>,
): Record<A, Access> & { rows: R } {
  const actions = Object.keys(who) as A[];
  const accesses = actions.map((action) => [action, { action, who: who[action], rows }]);
  return { ...(Object.fromEntries(accesses) as Record<A, Access>), rows };
}

/** Which rows the caller reaches; undefined when it is not theirs to do at all. */
function reachOf({ who }: Access, context: CallerContext): Reach | undefined {
  const { caller } = context;
  if (who === 'public') return 'all';
  if (!caller) return undefined;
  if (who === 'signedIn' || isAdmin(caller)) return 'all';
  return who === 'owner' ? 'own' : undefined;
}

/** @throws {Problem} 401 or 403 when it is not the caller's to do, with whatever row */
export function demand(access: Access, context: CallerContext): void {
  if (!reachOf(access, context)) throw refusedTo(context.caller);
}

type Query<Args extends unknown[], Result> = (
  context: CallerContext,
  ...args: Args
) => Promise<Result>;

/**
 * A query that keeps to the rows that its caller reaches. Those who reach others get a statement of their own: a single one
 * with "or is an admin" in it would have one plan for both, and it would be the wrong one for most.
 *
 * @param build makes the query, given the condition for the rows
 * @param otherwise the result for whoever may not do it at all
 * @throws {Problem} 401 or 403 for them, where there is no such result
 */
export function within<Args extends unknown[], Result>(
  access: Access,
  build: (rows: SQL | undefined) => Query<Args, Result>,
  otherwise?: Result,
): Query<Args, Result> {
  const built = new Map<Reach, Query<Args, Result>>();
  return async (context, ...args) => {
    const reach = reachOf(access, context);
    if (!reach) {
      if (otherwise !== undefined) return otherwise;
      throw refusedTo(context.caller);
    }
    const query = built.get(reach) ?? build(reach === 'all' ? undefined : access.rows[reach]);
    built.set(reach, query);
    return query(context, ...args);
  };
}

/** As `within`, for rows that come along with others: of those that the caller may not see, there are none. */
export function visible<Args extends unknown[], Result>(
  access: Access,
  build: (rows: SQL | undefined) => (context: Context, ...args: Args) => Promise<Result[]>,
): (context: Context, ...args: Args) => Promise<Result[]> {
  const query = within<Args, Result[]>(access, build, []);
  return (context, ...args) => query({ caller: null, ...context }, ...args);
}
