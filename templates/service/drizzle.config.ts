import { defineConfig } from 'drizzle-kit';
import { correctDrizzle } from './scripts/migrations/corrections';
import { casing } from './src/db/casing';

correctDrizzle();

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/tables.ts',
  out: './drizzle',
  casing,
  // Only `db:studio` connects; `scripts/with-database.ts` sets the address.
  dbCredentials: { url: process.env['DATABASE_URL'] ?? '' },
});
