import type { SQL } from 'drizzle-orm';
import { uuid } from 'drizzle-orm/pg-core';
import { createInsertSchema } from 'drizzle-zod';
import { z } from 'zod';
import { users } from '../db/schema';

// All that sign-in knows of the users table. Change it here when the table changes.

export { users };

export const userKey = users.id;

export type UserId = (typeof users.$inferSelect)['id'];

/** A column that holds a user's id. */
export const userIdColumn = (name: string) => uuid(name);

/** The user's id out of a token's text. */
export const UserIdText = z.guid();

/** The id as a token has it. */
export const textOfUser = (userId: UserId): string => userId;

export const userEmail = users.email;

export const emailChange = (email: string) => ({ email });

/** What a row needs beside the address; asked for at registration. */
export const Profile = createInsertSchema(users).pick({ name: true }).strict();

export type Profile = z.output<typeof Profile>;

/** The row of somebody who registers. */
export const newUser = (email: string, profile: Profile): typeof users.$inferInsert => ({
  ...profile,
  email,
});

/** Whether a user may sign in: everybody may whose row is there. A column that marks rows as deleted would be asked here. */
export const isActive: SQL | undefined = undefined;
