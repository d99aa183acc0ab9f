import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { builder } from '../src/db/prepared';
import { type ListOptions, listQuery, reversed } from '../src/http/list';
import { pageQuery } from '../src/db/page';
import type { TestApp } from './app';

/** What each list of a table asks for beside its filters. */
interface Always {
  /** Rows that are not deleted. */
  live?: SQL;
  /** The column that says whose rows they are. */
  scope?: PgColumn;
}

/**
 * The orders of a list that Postgres has to sort rows for, on its first page or behind a cursor: [] where an index has each, ties
 * and all. Otherwise a page of a large table costs as much as there are rows that are equal to those on it, or rows at all.
 */
export async function sortedFor(
  { db }: Pick<TestApp, 'db'>,
  table: PgTable,
  listing: ListOptions<string>,
  { live, scope }: Always = {},
): Promise<string[]> {
  const where = and(live, scope && eq(scope, sql.placeholder('scope')));
  const columns = getTableColumns(table);
  const query = listQuery(table, listing);
  const sorted: string[] = [];
  for (const sort of listing.sort.flatMap((order) => [order, reversed(order)])) {
    // As the router has it: a column may be called `toString`, which any other object has.
    const given = Object.assign(Object.create(null), { sort });
    const request = { ...query.parse(given), range: 0 };
    for (const cursor of [undefined, request.order.map(() => '')]) {
      const page = pageQuery(builder, { from: table, columns, where }, { ...request, cursor });
      const plan = await planOf(db, page.toSQL().sql);
      if (await sorts(db, plan, scope ? 1 : 0)) sorted.push(sort);
    }
  }
  return [...new Set(sorted)];
}

interface Node {
  'Node Type': string;
  'Index Name'?: string;
  'Presorted Key'?: string[];
  Schema?: string;
  Plans?: Node[];
}

/** The plan of a statement whatever its values, on a table that is as good as empty: there Postgres would rather sort. */
export async function planOf(db: TestApp['db'], text: string): Promise<Node> {
  const count = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  const values = count > 0 ? `(${Array.from({ length: count }, () => 'null').join()})` : '';
  return db.transaction(async (tx) => {
    for (const way of ['seqscan', 'bitmapscan', 'sort']) {
      await tx.execute(sql.raw(`set local enable_${way} = off`));
    }
    await tx.execute(sql.raw('set local plan_cache_mode = force_generic_plan'));
    await tx.execute(sql.raw(`prepare planned as ${text}`));
    const { rows } = await tx.execute(
      sql.raw(`explain (verbose, format json) execute planned ${values}`),
    );
    await tx.execute(sql.raw('deallocate planned'));
    const plans = rows[0]?.['QUERY PLAN'] as [{ Plan: Node }];
    return plans[0].Plan;
  });
}

/** Sorting the rows that are equal in a unique index is none: there is one of them. */
async function sorts(db: TestApp['db'], node: Node, scoped: number): Promise<boolean> {
  if (node['Node Type'] === 'Sort') return true;
  const below = node.Plans ?? [];
  if (node['Node Type'] === 'Incremental Sort') {
    const presorted = (node['Presorted Key'] ?? []).length;
    const [scan] = below;
    // Of two indexes that begin alike, Postgres may read the one that is not unique.
    const { rows } = await db.execute(sql`
      select bool_or(u.indexrelid = i.indexrelid or (u.indpred is null and u.indexprs is null
        and (string_to_array(u.indkey::text, ' '))[:u.indnkeyatts] <@
            (string_to_array(i.indkey::text, ' '))[:${presorted + scoped}::int])) as single
      from pg_index i
        join pg_class on pg_class.oid = i.indexrelid
        join pg_index u on u.indrelid = i.indrelid
      where relname = ${scan?.['Index Name']}
        and u.indisunique and u.indnkeyatts <= ${presorted + scoped}::int`);
    if (rows[0]?.['single'] !== true) return true;
  }
  for (const other of below) if (await sorts(db, other, scoped)) return true;
  return false;
}
