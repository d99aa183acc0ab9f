import { and, isNull, sql, type SQL } from 'drizzle-orm';
import { integer } from 'drizzle-orm/pg-core';
import { createInsertSchema } from 'drizzle-zod';
import { z } from 'zod';
import { members as users } from '../db/schema';
import { EVERYBODY } from './roles';

// All that sign-in knows of the users table. Change it here when the table changes.

export { users };

export const userKey = users.id;

export type UserId = (typeof users.$inferSelect)['id'];

/** A column that holds a user's id. */
export const userIdColumn = (name: string) => integer(name);

/** The user's id out of a token's text. */
export const UserIdText = z.coerce.number().pipe(z.int32());

/** The id as a token has it. */
export const textOfUser = (userId: UserId): string => String(userId);

export const userEmail = users.emailAddress;

export const emailChange = (email: string) => ({ emailAddress: email });

/** What a row needs beside the address; asked for at registration. */
export const Profile = createInsertSchema(users).pick({ displayName: true }).strict();

export type Profile = z.output<typeof Profile>;

/** The row of somebody who registers. */
export const newUser = (email: string, profile: Profile): typeof users.$inferInsert => ({
  ...profile,
  emailAddress: email,
  role: EVERYBODY,
});

/** Whether a user may sign in: one whose row is marked as deleted or says yes to `banned` may not. */
export const isActive: SQL | undefined = and(
  isNull(users.deletedAt),
  sql`${users.banned} is not true`,
);
