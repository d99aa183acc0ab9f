import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameContent } from '../../apply/content.ts';
import { addExportAll } from '../../edit/export-all.ts';
import { KitError } from '../../errors.ts';
import { packageRoot } from '../../kit/package.ts';
import { draftTable, type TableDraft } from '../../new-table/draft.ts';
import { tableNames } from '../../new-table/names.ts';
import { isNamed } from '../../model/named.ts';
import type { NewTable } from '../../new-table/new-table.ts';
import { exportsOf } from '../../new-table/place.ts';
import { houseStyle } from '../../new-table/style.ts';
import { tableFile } from '../../new-table/write.ts';
import type { PlannedFile } from '../../plan/planned-file.ts';
import { formatSettings } from '../../plan/service.ts';
import { templatesOf } from '../../render/template.ts';
import { readTables } from '../../schema/load.ts';
import type { Schema, Table } from '../../schema/table.ts';
import type { ChangedFile } from '../../service/evolve.ts';
import { type OpenService, schemaFolder } from '../../service/open.ts';

const index = `${schemaFolder}/index.ts`;

/** A schema with a table more, and what has to be written for it. */
export interface ExtendedSchema {
  schema: Schema;
  table: Table;
  files: ChangedFile[];
}

/**
 * Adds a described table to a service's schema; writes nothing. A table that stands there already just as it would be
 * written is taken as it is, so that the same command can be run again.
 * @throws KitError TABLE_EXISTS, INVALID_TABLE, CANNOT_EDIT with what to paste
 */
export async function extendSchema(
  service: OpenService,
  wanted: NewTable,
): Promise<ExtendedSchema> {
  const { folder, schema } = service;
  const existing = schema.tables.find((table) => isNamed(table, wanted.name));
  const others = { ...schema, tables: schema.tables.filter((table) => table !== existing) };
  const draft = draftTable(wanted, others);
  const path = `${schemaFolder}/${draft.names.file}.ts`;
  const file: PlannedFile = {
    path,
    content: await textOf(draft, path, others, service),
    owner: 'yours',
  };
  const disk = existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined;
  if (existing && disk && isSameContent(disk, file.content)) {
    return { schema, table: existing, files: [] };
  }
  assertFree(draft, schema, existsSync(join(folder, path)) ? path : undefined);

  const files: ChangedFile[] = [
    { file, status: 'create', disk: undefined, before: undefined },
    indexWith(folder, draft, file.content.toString()),
  ];
  const table = await readNew(draft, files, { folder, schema });
  return { schema: { ...schema, tables: [...schema.tables, table] }, table, files };
}

/** What the schema's reader says of the table that the files are going to bring. */
async function readNew(
  { names }: TableDraft,
  files: ChangedFile[],
  { folder, schema }: Pick<OpenService, 'folder' | 'schema'>,
): Promise<Table> {
  const texts = files.map(({ file }): [string, string] => [
    join(folder, file.path),
    file.content.toString(),
  ]);
  const source = { sources: [index], cwd: folder, casing: schema.casing };
  const tables = await readTables(source, new Map(texts));
  const table = tables.find(({ exportName }) => exportName === names.exportName);
  if (!table) throw new Error(`the reader found no table ${names.exportName} in ${index}`);
  return table;
}

/** What is wrong with a new table's name in this schema; undefined when it is free. */
export function tableNameProblem({ schema }: OpenService, name: string): string | undefined {
  const { exportName, name: inDatabase } = tableNames(name, houseStyle(schema));
  const isTaken = schema.tables.some(
    (table) => table.exportName === exportName || table.name === inDatabase,
  );
  return isTaken ? `The schema has a table ${inDatabase}.` : undefined;
}

async function textOf(
  draft: TableDraft,
  path: string,
  schema: Schema,
  { folder, templates: own }: OpenService,
): Promise<string> {
  const templates = join(packageRoot(), 'templates');
  const places = exportsOf(schema.files);
  return tableFile(
    draft,
    (name) => {
      const place = places.get(name);
      // What the schema takes from elsewhere in the service is reached through its index.
      const isThere = place !== undefined && existsSync(join(folder, schemaFolder, place));
      return `./${(isThere ? place : 'index.ts').replace(/\.ts$/, '')}`;
    },
    await templatesOf(...[...own, templates].map((place) => join(place, 'resource'))),
    { path, settings: formatSettings(join(templates, 'service')) },
  );
}

function assertFree(
  { names, style, enums }: TableDraft,
  schema: Schema,
  path: string | undefined,
): void {
  const same = schema.tables.find(
    (other) =>
      other.exportName === names.exportName ||
      (other.name === names.name && other.schema === style.schemaName),
  );
  if (same) {
    throw new KitError(
      'TABLE_EXISTS',
      `The schema has a table ${same.name} already, and it is not as described.`,
      `To make a resource of it, name it without --new: add ${same.name}.`,
    );
  }
  const taken = exportsOf(schema.files);
  const clash = [names.exportName, ...enums.map(({ id }) => id)].find((name) => taken.has(name));
  if (clash !== undefined) {
    throw new KitError(
      'TABLE_EXISTS',
      `${schemaFolder}/${taken.get(clash)} exports something called ${clash} already.`,
      'Choose another name.',
    );
  }
  if (path === undefined) return;
  throw new KitError(
    'TABLE_EXISTS',
    `${path} is there already.`,
    'Move it away, or export its table from the schema and name it without --new.',
  );
}

function indexWith(folder: string, { names }: TableDraft, table: string): ChangedFile {
  const disk = readFileSync(join(folder, index));
  const edit = addExportAll(disk.toString(), `./${names.file}`);
  if (typeof edit === 'object' && 'cannot' in edit) {
    const { reason, paste } = edit.cannot;
    throw new KitError(
      'CANNOT_EDIT',
      `${index} can't be edited: ${reason}. Nothing was written.`,
      `Put this into ${schemaFolder}/${names.file}.ts:\n\n${table}\nand this into ${index}:\n\n${paste}\n\nthen add ${names.name} without --new.`,
    );
  }
  const content = edit === 'unchanged' ? disk.toString() : edit.text;
  return {
    file: { path: index, content, owner: 'yours' },
    status: edit === 'unchanged' ? 'identical' : 'update',
    disk,
    before: disk.toString(),
  };
}
