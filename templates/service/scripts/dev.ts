import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as schema from '../src/db/tables';
import { lackingMigrations } from '../src/db/migrate';
import { namesOfDifference, schemaDifference } from './migrations/difference';
import { lastSnapshot } from './migrations/files';

// The service as `npm run dev` restarts it on each change. A changed schema is no changed database: it is said here, once,
// what to run, because otherwise the first to say so is a query that fails.
const folder = fileURLToPath(new URL('../drizzle', import.meta.url));

await import('../src/main');
const hint = schemaHint() ?? (await databaseHint());
if (hint) console.error(hint);

function schemaHint(): string | undefined {
  const names = namesOfDifference(schemaDifference({ ...schema }, lastSnapshot(folder)));
  if (names.length === 0) return undefined;
  return `No migration makes what changed in the schema: ${listed(names)}. Queries of it fail until then. Run the script db:generate, then db:migrate.`;
}

async function databaseHint(): Promise<string | undefined> {
  const url = process.env['DATABASE_URL'];
  // Where the database is away, the service says so itself.
  const open = url ? await lackingMigrations(url, folder).catch(() => []) : [];
  if (open.length === 0) return undefined;
  return `The database lacks migrations: ${listed(open.map((file) => path.basename(file, '.sql')))}. Run the script db:migrate.`;
}

function listed(names: string[]): string {
  const most = 5;
  const rest = names.length > most ? [`and ${names.length - most} more`] : [];
  return [...names.slice(0, most), ...rest].join(', ');
}
