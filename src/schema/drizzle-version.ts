import { dirname } from 'node:path';
import { KitError } from '../errors.ts';
import { isOlder, majorOf } from '../versions.ts';
import { shorten } from './bundle-errors.ts';
import type { External } from './bundle.ts';
import { ancestors, readPackageJson } from './packages.ts';

/**
 * Refuses a project's own drizzle-orm when the reader does not understand its objects: before 0.29 tables lack what is
 * read, and 1.0 replaces relations() and the shape of columns. Throws `SCHEMA_DRIZZLE_VERSION`.
 */
export function checkDrizzleVersion(externals: External[]): void {
  const used = externals.find(({ specifier }) => /^drizzle-orm(\/|$)/.test(specifier));
  if (!used) return;
  const folder = ancestors(dirname(used.path)).find(
    (above) => readPackageJson(above)?.name === 'drizzle-orm',
  );
  const version = (folder && readPackageJson(folder)?.version) ?? '';
  const isNew = (majorOf(version) ?? 0) > 0;
  if (!isNew && !isOlder(version, '0.29')) return;
  throw new KitError(
    'SCHEMA_DRIZZLE_VERSION',
    `${shorten(folder ?? '')} is drizzle-orm ${version}, which is too ${isNew ? 'new' : 'old'} to read.`,
    'Use drizzle-orm 0.29 up to any 0.x; services are created with 0.45.',
  );
}
