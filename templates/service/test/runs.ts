import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Query, type Submittable } from 'pg';
import { type Plan, PreparedRun, type RunCallback, type RunResult } from '../src/db/prepared-run';

export interface Statement {
  name: string;
  text: string;
  values?: readonly (string | null)[];
}

/** Our own run of a statement, or pg's query. */
export type Kind = 'own' | 'pg';
export type Watched = Submittable & { callback: RunCallback };

/** A statement that is ready to be handed to a connection. */
export function queryOf(kind: Kind, { name, text, values = [] }: Statement, callback: RunCallback) {
  if (kind === 'own') return new PreparedRun(planOf(name, text), values, callback);
  const config = { name, text, values: [...values] };
  return new Query(config, callback as never) as unknown as Watched;
}

const plans = new Map<string, Plan>();

/** One for each statement, as a module has them: what is known of its rows is kept there. */
export function planOf(name: string, text: string): Plan {
  const query = drizzle
    .mock()
    .select({ a: sql`a` })
    .from(sql`t`)
    .prepare(name);
  const { queryConfig } = query as unknown as { queryConfig: Pick<Plan, 'types'> };
  const columns = [{ key: 'a', field: sql`a` }];
  const plan = { name, text, columns, types: queryConfig.types, readers: new WeakMap() };
  plans.set(name + text, plans.get(name + text) ?? plan);
  return plans.get(name + text) ?? plan;
}

/** What a callback was told, in a form that can be compared. */
export function seenOf(error: Error | null | undefined, result: RunResult | undefined): unknown {
  if (error) return { error: error.message, code: (error as { code?: string }).code };
  return {
    error,
    rows: result?.rows,
    rowCount: result?.rowCount,
    command: result?.command,
    fields: result?.fields.map(({ name, dataTypeID }) => [name, dataTypeID]),
  };
}
