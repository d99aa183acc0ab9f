import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addExportAll } from '../../../src/edit/export-all.ts';
import { type Draft, draftTable } from '../../../src/new-table/draft.ts';
import type { NewTable } from '../../../src/new-table/new-table.ts';
import { exportsOf } from '../../../src/new-table/place.ts';
import { tableFile } from '../../../src/new-table/write.ts';
import { templatesOf } from '../../../src/render/template.ts';
import { loadSchema } from '../../../src/schema/load.ts';
import type { Schema } from '../../../src/schema/table.ts';
import { temporaryFolder } from '../../support/folder.ts';

const templates = fileURLToPath(new URL('../../../templates/', import.meta.url));
const render = templatesOf(join(templates, 'resource'));
const settings = JSON.parse(readFileSync(join(templates, 'service/_oxfmtrc.json'), 'utf8'));

export interface WrittenTable {
  draft: Draft;
  /** The new file's text. */
  text: string;
  /** The schema with the new table, as it is read from the disk. */
  schema: Schema;
}

/** Writes a new table beside tables of a schema whose source is given,. */
export async function written(
  source: string,
  table: NewTable,
  casing?: Schema['casing'],
): Promise<WrittenTable> {
  const folder = temporaryFolder();
  const file = (name: string, text: string) => writeFile(join(folder, name), text);
  const load = () =>
    loadSchema({ sources: ['index.ts'], cwd: folder, ...(casing === undefined ? {} : { casing }) });

  await file('tables.ts', source);
  await file('index.ts', "export * from './tables';\n");
  const before = await load();
  const draft = draftTable(table, before);
  const files = exportsOf(before.files);
  const fileOf = (name: string) => `./${(files.get(name) ?? 'index.ts').replace('.ts', '')}`;
  const text = await tableFile(draft, fileOf, render, { path: 'new.ts', settings });
  await file(`${draft.names.file}.ts`, text);
  const edit = addExportAll("export * from './tables';\n", `./${draft.names.file}`);
  if (typeof edit !== 'object' || !('text' in edit)) throw new Error('the index was not edited');
  await file('index.ts', edit.text);
  return { draft, text, schema: await load() };
}
