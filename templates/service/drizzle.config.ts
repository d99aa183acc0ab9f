import { defineConfig } from 'drizzle-kit';
import { SQL } from 'drizzle-orm';
import { casing } from './src/db/casing';

// A condition such as gt(table.price, 10) in a check, an index or a policy holds a value, for which drizzle-kit writes $1:
// Postgres refuses such a migration, and another value there would look like no change. So values become part of the text.
// oxlint-disable-next-line typescript/unbound-method -- `call` binds it
const { toQuery } = SQL.prototype;
SQL.prototype.toQuery = function toQueryWithValues(config) {
  return toQuery.call(this.inlineParams(), config);
};

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/index.ts',
  out: './drizzle',
  casing,
  // Only `db:studio` connects; `scripts/with-database.ts` sets the address.
  dbCredentials: { url: process.env['DATABASE_URL'] ?? '' },
});
