import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../db/context';
import { LEEWAY_SECONDS } from './revocations';
import type { Role } from './roles';
import { userKey, users } from './users';
import type { AuthConfig } from './variables';

// What somebody may do stands in their row, in role. Accounts follow it, so that a route, a script and a hand in psql that
// change it need not think of tokens.

type Lifetimes = Pick<AuthConfig, 'accessTokenSeconds'>;

/** The role that a user's row says. */
const userRole = sql`${users.role}::text`;

/** What makes a row say it. */
export const roleChange = (role: Role) => ({ role });

/** Before somebody is given tokens: these say what the row says now. */
export function followRole(
  db: Context['db'],
  whose: { email: string } | { sessionId: string },
  config: Lifetimes,
): Promise<void> {
  const isTheirs =
    'email' in whose
      ? sql`account.email = ${whose.email}`
      : sql`account.user_id = (select user_id from sign_in_sessions where id = ${whose.sessionId})`;
  return follow(db, isTheirs, config);
}

/** For everybody who may hold an access token: those that say another role become void. */
export function followRoles(db: Context['db'], config: Lifetimes): Promise<void> {
  const seconds = config.accessTokenSeconds + LEEWAY_SECONDS;
  const isRecent = sql`last_used_at > now() - make_interval(secs => ${seconds})`;
  const recently = sql`select user_id from sign_in_sessions where ${isRecent}`;
  return follow(db, sql`account.user_id in (${recently})`, config);
}

/** One statement: whoever changes a role gets its tokens revoked, or neither happens. */
async function follow(
  db: Context['db'],
  whose: SQL,
  { accessTokenSeconds }: Lifetimes,
): Promise<void> {
  await db.execute(sql`
    with changed as (
      update sign_in_accounts account set role = ${userRole}, version = account.version + 1
      from ${users} where ${userKey} = account.user_id and account.role <> ${userRole} and ${whose}
      returning account.user_id, account.version
    )
    insert into sign_in_revocations (user_id, min_version, expires_at)
    select user_id, version, now() + make_interval(secs => ${accessTokenSeconds + LEEWAY_SECONDS})
    from changed`);
}
