/** Postgres schemas that a platform (Supabase, Neon) owns: services refer to what is in them and never create it. */
const PLATFORM_SCHEMAS = new Set([
  'auth',
  'storage',
  'realtime',
  'vault',
  'extensions',
  'graphql',
  'graphql_public',
  'pgsodium',
  'cron',
  'net',
  'neon_auth',
]);

/** Whether a schema of that name usually belongs to the platform that the database runs on. */
export const isPlatformSchema = (name: string | null): boolean =>
  name !== null && PLATFORM_SCHEMAS.has(name);
