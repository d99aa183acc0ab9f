import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/db/client';
import { signInAccounts } from '../../src/auth/tables';
import { type UserId, users } from '../../src/auth/users';
import { asOwner } from '../database';
import { createUser } from './user';

export const PASSWORD = 'correct horse battery';

/** Another password that is accepted. */
export const ANOTHER = 'another horse battery';

export const newEmail = () => `${randomUUID()}@example.com`;

export interface Person {
  userId: UserId;
  email: string;
}

let passwordHash: Promise<string> | undefined;

/** Somebody with a confirmed address, whose password is PASSWORD. */
export async function createPerson(
  db: Database,
  changes: Partial<typeof signInAccounts.$inferInsert> = {},
): Promise<Person> {
  const email = newEmail();
  const userId = await createUser(db, email);
  passwordHash ??= hash(PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 });
  await db.insert(signInAccounts).values({
    userId,
    email,
    passwordHash: await passwordHash,
    emailVerifiedAt: new Date(),
    ...changes,
  });
  return { userId, email };
}

/** The mails to an address, the oldest first. */
export async function mailsTo(folder: string, email: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(
    names
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((name) => readFile(path.join(folder, name), 'utf8')),
  );
  return texts.filter((text) => text.includes(`\nTo: ${email}\n`));
}

/** The token of the link in a mail. */
export function tokenIn(mail: string | undefined): string {
  return /#token=([\w-]+)/.exec(mail ?? '')?.[1] ?? '';
}

/** Meanwhile the database refuses each new user, as one whose name is taken. */
export async function whileUsersAreRefused(work: () => Promise<void>): Promise<void> {
  await asOwner(
    sql`create or replace function refuse() returns trigger language plpgsql as $$ begin
      raise unique_violation; end $$`,
    sql`create trigger refuse before insert on ${users} execute function refuse()`,
  );
  try {
    await work();
  } finally {
    await asOwner(sql`drop trigger refuse on ${users}`);
  }
}
