import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { withoutUsualOperators } from '../schema/migration-operators.ts';
import { unquoteMigrationTypes } from '../schema/migration-types.ts';
import type { Table } from '../schema/table.ts';

/**
 * Mends in the service's migrations what drizzle-kit writes and Postgres refuses. One that was applied already has none of
 * it, so its file stays as it is.
 */
export async function mendMigrations(folder: string, tables: Table[]): Promise<void> {
  const files = await glob('drizzle/*.sql', { cwd: folder });
  for (const file of files) {
    const path = join(folder, file);
    const before = await readFile(path, 'utf8');
    const sql = withoutUsualOperators(unquoteMigrationTypes(before, { tables }));
    if (sql !== before) await writeFile(path, sql);
  }
}
