import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { fillMigrationParameters } from '../schema/migration-parameters.ts';
import type { Table } from '../schema/table.ts';

/**
 * Puts the values into the service's migrations that drizzle-kit leaves as `$1`. One that was applied already has none,
 * since Postgres would have refused it: its file stays as it is.
 */
export async function fillMigrations(folder: string, tables: Table[]): Promise<void> {
  const files = await glob('drizzle/**/*.sql', { cwd: folder });
  for (const file of files) {
    const path = join(folder, file);
    const before = await readFile(path, 'utf8');
    const { sql } = fillMigrationParameters(before, { tables });
    if (sql !== before) await writeFile(path, sql);
  }
}
