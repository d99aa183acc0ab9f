import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { withoutUsualOperators } from '../schema/migration-operators.ts';
import { unquoteMigrationTypes } from '../schema/migration-types.ts';
import type { Table } from '../schema/table.ts';

/** The service's migrations, those that a person wrote among them. */
export function migrationFiles(folder: string): Promise<string[]> {
  return glob('drizzle/*.sql', { cwd: folder });
}

/**
 * Mends what drizzle-kit writes and Postgres refuses in the migrations that came since. Earlier ones stay as they are: they
 * may have been applied, and some are a person's own.
 *
 * @param earlier the service's migrations before
 */
export async function mendMigrations(
  folder: string,
  tables: Table[],
  earlier: readonly string[],
): Promise<void> {
  const files = await migrationFiles(folder);
  for (const file of files.filter((name) => !earlier.includes(name))) {
    const path = join(folder, file);
    const before = await readFile(path, 'utf8');
    const sql = withoutUsualOperators(unquoteMigrationTypes(before, { tables }));
    if (sql !== before) await writeFile(path, sql);
  }
}
