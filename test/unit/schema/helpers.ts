import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { KitError } from '../../../src/errors.ts';
import { loadSchema } from '../../../src/schema/load.ts';
import type { Column, ForeignKey, Schema, Table } from '../../../src/schema/table.ts';

export const FIXTURES = fileURLToPath(new URL('../../fixtures/schemas', import.meta.url));

/** Writes files into a folder of their own outside any project, and removes it after the test. */
export function project(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kit-schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export const load = (folder: string, ...sources: string[]): Promise<Schema> =>
  loadSchema({ sources, cwd: folder });

/** The same with whole files, as `--schema-as-is` brings them. */
export const loadAsIs = (folder: string, ...sources: string[]): Promise<Schema> =>
  loadSchema({ sources, cwd: folder, asIs: true });

/** The KitError that a load must end with. */
export async function loadFailure(folder: string, ...sources: string[]): Promise<KitError> {
  const error = await load(folder, ...sources).then(
    () => new Error('the schema loaded'),
    (reason: unknown) => reason,
  );
  if (error instanceof KitError) return error;
  throw error;
}

export const tableOf = (schema: Pick<Schema, 'tables'>, id: string): Table => {
  const table = schema.tables.find((candidate) => candidate.id === id);
  if (!table) throw new Error(`no table ${id} among ${schema.tables.map((one) => one.id).join()}`);
  return table;
};

export const columnOf = (table: Table, key: string): Column => {
  const column = table.columns.find((candidate) => candidate.key === key);
  if (!column) throw new Error(`no column ${key} in ${table.id}`);
  return column;
};

export const fileOf = (schema: Schema, path: string): string => {
  const file = schema.files.find((candidate) => candidate.path === path);
  if (!file) throw new Error(`no ${path} among ${schema.files.map((one) => one.path).join()}`);
  return file.content;
};

export const messages = ({ notices }: Pick<Schema, 'notices'>): string =>
  notices.map(({ message }) => message).join('\n');

export const column = (key: string, more: Partial<Column> = {}): Column => ({
  key,
  name: key,
  kind: 'text',
  jsType: 'string',
  sqlType: 'text',
  arrayDimensions: 0,
  notNull: true,
  default: 'none',
  generatedAlways: false,
  onUpdate: false,
  enumValues: null,
  length: null,
  precision: null,
  scale: null,
  withTimezone: false,
  ...more,
});

export const foreignKey = (
  columns: string[],
  targetTable: string,
  more: Partial<ForeignKey> = {},
): ForeignKey => ({
  name: 'fk',
  columns,
  targetTable,
  targetColumns: ['id'],
  onDelete: null,
  onUpdate: null,
  source: 'constraint',
  relationKey: null,
  reverseRelationKey: null,
  ...more,
});

const stamp = { kind: 'timestamp', jsType: 'Date', withTimezone: true } as const;

/** A table with an id and timestamps, about which no lint rule has anything to say. */
export const table = (name: string, more: Partial<Table> = {}): Table => ({
  id: `public.${name}`,
  kind: 'table',
  exportName: name,
  name,
  schema: null,
  prefix: '',
  primaryKey: ['id'],
  foreignKeys: [],
  uniqueKeys: [],
  indexes: [],
  checks: [],
  ...more,
  columns: [
    column('id', { kind: 'uuid', sqlType: 'uuid' }),
    ...(more.columns ?? []),
    column('createdAt', stamp),
    column('updatedAt', stamp),
  ],
});

export const schemaOf = (...tables: Table[]): Schema => ({
  tables,
  files: [],
  dependencies: {},
  casing: null,
  prerequisites: [],
  extensions: [],
  notices: [],
});
