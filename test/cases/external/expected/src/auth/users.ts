import { eq, type SQL } from 'drizzle-orm';
import { createInsertSchema } from 'drizzle-zod';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { users } from '../db/schema';
import { profileOf } from './claims';

// All that sign-in knows of the users table. Change it here when the table changes.

export { users };

export const userKey = users.id;

export type UserId = (typeof users.$inferSelect)['id'];

/** The id as text. */
export const textOfUser = (userId: UserId): string => String(userId);

/** The column that says who somebody is at the issuer. */
export const userSubject = users.authId;

/** A subject that the column takes. */
export const Subject = z.string().regex(/^[ -~]{1,255}$/);

/** What a row needs, or takes, beside the subject. */
export const Profile = createInsertSchema(users).pick({ email: true, name: true });

/** The row of somebody who calls for the first time; undefined when the token does not say enough. */
export function newUser(
  subject: string,
  claims: JWTPayload,
): typeof users.$inferInsert | undefined {
  const profile = Profile.safeParse(profileOf(claims));
  if (!profile.success) return undefined;
  return {
    ...profile.data,
    authId: subject,
  };
}

/** Whether a user may call: one whose row says no to `isActive` may not. */
export const isActive: SQL | undefined = eq(users.isActive, true);
