import type { Pool } from 'pg';

/**
 * Rows that row level security hides are not there for the service, and nothing says so: a list is empty, and a write is refused.
 * Policies in a schema are mostly for those who come past the service; for its own role there has to be one that names it.
 *
 * @returns the tables of which the database decides which rows this role sees, and no policy names it
 */
export async function hiddenByPolicies(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c
    where c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'select') and row_security_active(c.oid)
      and not exists (
        select from pg_policy where polrelid = c.oid and current_user::regrole = any (polroles)
      )
    order by 1`);
  return rows.map(({ name }) => name);
}
