import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Context } from '../db/context';
import type { Database } from '../db/client';
import { postgresError } from '../db/errors';
import { inTransaction } from '../db/transaction';
import { unauthorized } from '../access/refusals';
import { signInAccounts } from './tables';
import { conflict } from '../http/problem';
import type { Role } from './roles';
import { createOneTimeToken, useOneTimeToken, voidOneTimeTokens } from './one-time-tokens';
import { revoke } from './revocations';
import { endSessionsOf } from './sessions';
import { roleChange } from './user-role';
import {
  emailChange,
  newUser,
  type Profile,
  userEmail,
  type UserId,
  userKey,
  users,
} from './users';
import type { AuthConfig } from './variables';

export type Account = typeof signInAccounts.$inferSelect;

type Lifetimes = Pick<AuthConfig, 'accessTokenSeconds'>;

/** @param email in lower case, as all addresses are kept */
export async function accountOf(db: Context['db'], email: string): Promise<Account | undefined> {
  const [account] = await db.select().from(signInAccounts).where(eq(signInAccounts.email, email));
  return account;
}

export async function accountById(db: Context['db'], userId: UserId): Promise<Account | undefined> {
  const [account] = await db.select().from(signInAccounts).where(eq(signInAccounts.userId, userId));
  return account;
}

/**
 * Makes an account that works once its address is confirmed. Registered again before that, the later password counts.
 *
 * @returns the token to mail, or undefined where the address has an account already
 */
export function register(
  db: Database,
  { email, passwordHash, profile }: { email: string; passwordHash: string; profile: Profile },
): Promise<string | undefined> {
  return inTransaction({ db }, async ({ db: tx }) => {
    // One at a time for an address: two at once would both find nothing.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${email}, 0))`);
    const account = await accountOf(tx, email);
    const known = account ? account.userId : await userWith(tx, email);
    if (known !== undefined) await tryUser(tx, email, profile);
    if (account?.emailVerifiedAt) return undefined;
    // Its account has another address by now: whoever names this one must not get a password for it.
    if (!account && known !== undefined && (await accountById(tx, known))) return undefined;
    const userId = known ?? (await addUser(tx, email, profile));
    await tx
      .insert(signInAccounts)
      .values({ userId, email, passwordHash })
      .onConflictDoUpdate({ target: signInAccounts.userId, set: { passwordHash } });
    return createOneTimeToken(tx, 'verify-email', { userId, email });
  });
}

/**
 * A row that was there before there was sign-in, and belongs to whoever gets mail at its address, in whatever case that is.
 * Where several have it nobody knows whose they are: whoever registers gets a row of their own.
 */
async function userWith(tx: Context['db'], email: string): Promise<UserId | undefined> {
  const found = await tx
    .select({ id: userKey, address: userEmail })
    .from(users)
    .where(sql`lower(${userEmail}) = ${email}`);
  const exact = found.filter(({ address }) => address === email);
  const [only, ...others] = exact.length > 0 ? exact : found;
  return others.length === 0 ? only?.id : undefined;
}

async function addUser(tx: Context['db'], email: string, profile: Profile): Promise<UserId> {
  const values = newUser(email, profile);
  const [added] = await tx.insert(users).values(values).returning({ id: userKey });
  return (added as { id: UserId }).id;
}

/**
 * Lets the database refuse a profile where nobody is added: whoever sends one that it refuses (a name that somebody has)
 * would otherwise learn which addresses have an account.
 */
async function tryUser(tx: Context['db'], email: string, profile: Profile): Promise<void> {
  const undone = new Error('It was only tried.');
  const somebody = email.replace(/^[^@]*/, randomBytes(8).toString('hex'));
  try {
    await tx.transaction(async (inner) => {
      await addUser(inner, somebody, profile);
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
}

/** @throws {Problem} 422 for a token that is used or too old */
export function verifyEmail(db: Database, token: string): Promise<UserId> {
  return inTransaction({ db }, async ({ db: tx }) => {
    const { userId } = await useOneTimeToken(tx, 'verify-email', token);
    await tx
      .update(signInAccounts)
      .set({ emailVerifiedAt: sql`now()` })
      .where(eq(signInAccounts.userId, userId));
    return userId;
  });
}

/**
 * Sets a password. Whoever knew the old one is out: sessions end, but for one, access tokens so far are void, and so are
 * links that were mailed before.
 *
 * @param keep the session in which the person did it
 * @returns what access tokens are made with from now on
 * @throws {Problem} 401 when the account is gone
 */
export async function setPassword(
  tx: Context['db'],
  userId: UserId,
  passwordHash: string,
  { config, keep }: { config: Lifetimes; keep?: string },
): Promise<{ version: number }> {
  const [changed] = await tx
    .update(signInAccounts)
    .set({ passwordHash, version: sql`${signInAccounts.version} + 1` })
    .where(eq(signInAccounts.userId, userId))
    .returning({ userId: signInAccounts.userId, minVersion: signInAccounts.version });
  if (!changed) throw unauthorized('Sign in again.');
  // The session that is kept has access tokens, too, and one of them may be why the password is changed.
  await revoke(tx, [changed], config.accessTokenSeconds);
  await endSessionsOf(tx, userId, 'password', config, keep);
  await voidOneTimeTokens(tx, userId);
  return { version: changed.minVersion };
}

/** The link came to the address, so that it is proved as well. @throws {Problem} 422 for a token that is used or too old */
export function resetPassword(
  db: Database,
  { token, passwordHash }: { token: string; passwordHash: string },
  config: Lifetimes,
): Promise<UserId> {
  return inTransaction({ db }, async ({ db: tx }) => {
    const { userId } = await useOneTimeToken(tx, 'reset-password', token);
    await setPassword(tx, userId, passwordHash, { config });
    await tx
      .update(signInAccounts)
      .set({ emailVerifiedAt: sql`coalesce(${signInAccounts.emailVerifiedAt}, now())` })
      .where(eq(signInAccounts.userId, userId));
    return userId;
  });
}

/**
 * Moves an account to the address that the token was mailed to.
 *
 * @returns whose, and the address before
 * @throws {Problem} 422 for a token that is used or too old, 409 when somebody has the address by now
 */
export async function confirmEmail(
  db: Database,
  token: string,
): Promise<{ userId: UserId; before: string; email: string }> {
  try {
    return await inTransaction({ db }, async ({ db: tx }) => {
      const { userId, email } = await useOneTimeToken(tx, 'change-email', token);
      const before = await accountById(tx, userId);
      await tx
        .update(signInAccounts)
        .set({ email, emailVerifiedAt: sql`now()` })
        .where(eq(signInAccounts.userId, userId));
      await tx.update(users).set(emailChange(email)).where(eq(userKey, userId));
      // A link to the old address must not give the account to whoever reads mail there.
      await voidOneTimeTokens(tx, userId);
      return { userId, email, before: before?.email ?? email };
    });
  } catch (error) {
    if (postgresError(error)?.code !== '23505') throw error;
    throw conflict('The address can not be used.');
  }
}

/**
 * Gives somebody another role. Access tokens that still say the old one are void; the session goes on, and its next
 * access token says the new one.
 *
 * @returns whether there is such an account
 */
export function setRole(
  db: Database,
  { email, role }: { email: string; role: Role },
  config: Lifetimes,
): Promise<boolean> {
  return inTransaction({ db }, async ({ db: tx }) => {
    const [changed] = await tx
      .update(signInAccounts)
      .set({ role, version: sql`${signInAccounts.version} + 1` })
      .where(eq(signInAccounts.email, email))
      .returning({ userId: signInAccounts.userId, minVersion: signInAccounts.version });
    if (changed) await revoke(tx, [changed], config.accessTokenSeconds);
    if (changed) await tx.update(users).set(roleChange(role)).where(eq(userKey, changed.userId));
    return changed !== undefined;
  });
}

/** Locks an account and ends its sessions, or lets it in again. @returns whether there is such an account */
export function setDisabled(
  db: Database,
  { email, disabled }: { email: string; disabled: boolean },
  config: Lifetimes,
): Promise<boolean> {
  return inTransaction({ db }, async ({ db: tx }) => {
    const [changed] = await tx
      .update(signInAccounts)
      .set({ disabledAt: disabled ? sql`now()` : null })
      .where(eq(signInAccounts.email, email))
      .returning({ userId: signInAccounts.userId });
    if (changed && disabled) await endSessionsOf(tx, changed.userId, 'disabled', config);
    return changed !== undefined;
  });
}

/** Ends all sessions of somebody who asked for it, or whose laptop was lost. @returns whether there is such an account */
export function logOut(db: Database, email: string, config: Lifetimes): Promise<boolean> {
  return inTransaction({ db }, async ({ db: tx }) => {
    const account = await accountOf(tx, email);
    if (account) await endSessionsOf(tx, account.userId, 'logout-all', config);
    return account !== undefined;
  });
}
