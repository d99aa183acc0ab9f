import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { Profile, type UserId, userKey, users, userSubject } from '../../src/auth/users';
import type { Database } from '../../src/db/client';
import { createUser as createRow, userValues as rowValues } from '../factories/users';
import { jsonBody } from '../http';

/** An id as users have it, and none that anybody has. */
export const nobody = 0 as UserId;

/** Somebody's row. */
export async function createUser(db: Database, email: string): Promise<UserId> {
  const row = await createRow(db, { email, authId: randomUUID() });
  return row['id'];
}

/** Who somebody is at the issuer; whoever has no row is somebody there, too. */
export async function subjectOfUser(db: Database, userId: UserId): Promise<string> {
  const [row] = await db.select({ subject: userSubject }).from(users).where(eq(userKey, userId));
  return row?.subject ?? randomUUID();
}

/** What the token of somebody new says of them. */
export async function claimsOfNewcomer(db: Database): Promise<object> {
  const row = jsonBody(await rowValues(db), Profile);
  return { email: row['email'], name: row['name'] };
}

/** Whether somebody new gets a row. */
export const makesUsers: boolean = true;
