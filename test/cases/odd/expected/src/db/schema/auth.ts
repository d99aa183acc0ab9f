import { pgSchema, text, uuid } from 'drizzle-orm/pg-core';

// What the platform owns: referred to, never exported.
const auth = pgSchema('auth');

export const platformUsers = auth.table('users', {
  id: uuid('id').primaryKey(),
  email: text('email').unique(),
});
