import { type Change, compare } from '../../apply/compare.ts';
import { readDisk } from '../../apply/paths.ts';
import type { PlannedFile } from '../../plan/planned-file.ts';
import type { Notice, Schema, Table } from '../../schema/table.ts';
import { findGone } from '../../service/gone.ts';
import {
  formatManifest,
  manifestFiles,
  manifestPath,
  pristineHashes,
  withTableParts,
} from '../../service/manifest.ts';
import type { OpenService } from '../../service/open.ts';
import { compareSchemas, schemaNotices } from '../../service/schema-changes.ts';
import { readSchemaRecord, recordAfter, schemaRecord } from '../../service/schema-record.ts';
import type { Addition } from './plan.ts';

/**
 * What the service remembers after an addition: the schema with the tables that were added, and the manifest with the parts
 * and files as they are then.
 * @throws KitError MANIFEST_DAMAGED
 */
export function recordsAfter(service: OpenService, addition: Addition, schema: Schema): Change[] {
  const { manifest, folder } = service;
  const schemas = schemaChanges(service, addition, schema);
  const files = manifestFiles([...addition.open, ...schemas], manifest).filter(
    ({ path }) => !addition.forgotten.includes(path),
  );
  const parts = withTableParts(manifest, addition.resources);
  const file: PlannedFile = {
    path: manifestPath,
    content: formatManifest({ ...manifest, parts, files }),
    owner: 'derived',
  };
  const disk = readDisk(folder, [manifestPath]).get(manifestPath);
  return [...schemas, { file, status: 'update', disk }];
}

/**
 * What has changed about other tables that the service serves since their files were made from the schema: an addition leaves
 * them as they are. What is gone altogether is followed (`findGone`).
 * @throws KitError MANIFEST_DAMAGED
 */
export function changedElsewhere(
  { folder, resources }: OpenService,
  { schema, added }: { schema: Schema; added: readonly Table[] },
): Notice[] {
  const recorded = readSchemaRecord(folder);
  if (!recorded) return [];
  const known = resources.filter(({ kind }) => kind !== 'skipped');
  const served = new Set<string | null>(known.map(({ table }) => table));
  return schemaNotices(
    compareSchemas(recorded, schema),
    (table) => served.has(table.exportName) && !added.includes(table),
  );
}

/** Nothing for a service that was made before services kept their schema: what its files were made from is not known. */
function schemaChanges(service: OpenService, { tables }: Addition, schema: Schema): Change[] {
  const { manifest, folder } = service;
  const recorded = readSchemaRecord(folder);
  if (!recorded) return [];
  const gone = new Set(findGone(service, schema).tables.map(({ table }) => table));
  const file = schemaRecord(recordAfter(recorded, { schema, added: tables, gone }));
  const disk = readDisk(folder, [file.path]);
  return compare({ plan: [file], disk, pristine: pristineHashes(manifest) }).filter(
    ({ status }) => status !== 'identical',
  );
}
