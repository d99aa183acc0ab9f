import { EVERYBODY } from '../../src/auth/roles';
import { roleChange } from '../../src/auth/user-role';
import { emailChange, Profile, type UserId } from '../../src/auth/users';
import type { Database } from '../../src/db/client';
import { createMember as createRow, memberValues as rowValues } from '../factories/members';
import { jsonBody } from '../http';

/** An id as users have it, and none that anybody has. */
export const nobody = 0 as UserId;

/** Somebody's row, without an account. */
export async function createUser(db: Database, email: string): Promise<UserId> {
  const row = await createRow(db, { ...emailChange(email), ...roleChange(EVERYBODY) });
  return row['id'];
}

/** What somebody who registers says of themselves. */
export async function profile(db: Database): Promise<object> {
  return jsonBody(await rowValues(db), Profile);
}
