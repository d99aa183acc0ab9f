import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What drizzle-kit remembers of the schema after a migration, as far as it is looked at here. */
export interface Snapshot {
  id: string;
  prevId: string;
  tables: Record<string, SnapshotTable>;
  enums: Record<string, SnapshotEnum>;
}

export interface SnapshotEnum {
  name: string;
  schema: string;
}

export interface SnapshotTable {
  name: string;
  /** '' for `public`. */
  schema: string;
  columns: Record<string, SnapshotColumn>;
  indexes: Record<string, { columns: { expression: string }[]; where?: string }>;
  foreignKeys: Record<string, SnapshotForeignKey>;
  compositePrimaryKeys: Record<string, { columns: string[] }>;
  uniqueConstraints: Record<string, { columns: string[] }>;
  checkConstraints: Record<string, { value: string }>;
}

export interface SnapshotForeignKey {
  tableFrom: string;
  tableTo: string;
  schemaTo?: string;
  columnsFrom: string[];
  columnsTo: string[];
}

export interface SnapshotColumn {
  name: string;
  type: string;
  typeSchema?: string;
  notNull: boolean;
}

/** A migration as `drizzle/meta/_journal.json` lists it. */
export interface JournalEntry {
  idx: number;
  when: number;
  tag: string;
}

interface Journal {
  entries: JournalEntry[];
}

/** @returns the migrations in their order; none where there is no journal yet */
export function journalEntries(folder: string): JournalEntry[] {
  return existsSync(journalFile(folder)) ? readJournal(folder).entries : [];
}

/** Changes the text of a migration. */
export function editMigration(
  folder: string,
  entry: JournalEntry,
  change: (sql: string, snapshot: Snapshot) => string,
): void {
  const file = path.join(folder, `${entry.tag}.sql`);
  const before = readFileSync(file, 'utf8');
  const after = change(before, readSnapshot(folder, entry));
  if (after !== before) writeFileSync(file, after);
}

/** Takes the last migration back, as if it had not been written. */
export function removeLast(folder: string): JournalEntry | undefined {
  const journal = readJournal(folder);
  const last = journal.entries.pop();
  if (!last) return undefined;
  rmSync(path.join(folder, `${last.tag}.sql`), { force: true });
  rmSync(snapshotFile(folder, last), { force: true });
  writeFileSync(journalFile(folder), JSON.stringify(journal, null, 2));
  return last;
}

/** What drizzle-kit remembers of the schema as it is after a migration. */
export function readSnapshot(folder: string, entry: JournalEntry): Snapshot {
  return JSON.parse(readFileSync(snapshotFile(folder, entry), 'utf8')) as Snapshot;
}

/** @returns undefined where there are no migrations yet */
export function lastSnapshot(folder: string): Snapshot | undefined {
  const last = journalEntries(folder).at(-1);
  return last && readSnapshot(folder, last);
}

/** Sets what a migration does, and what drizzle-kit compares the schema with from then on. */
export function writeMigration(
  folder: string,
  entry: JournalEntry,
  { sql, snapshot }: { sql: string; snapshot: Snapshot },
): void {
  writeFileSync(path.join(folder, `${entry.tag}.sql`), sql);
  writeFileSync(snapshotFile(folder, entry), JSON.stringify(snapshot, null, 2));
}

function readJournal(folder: string): Journal {
  return JSON.parse(readFileSync(journalFile(folder), 'utf8')) as Journal;
}

function journalFile(folder: string): string {
  return path.join(folder, 'meta', '_journal.json');
}

/** Named by what the migration's name begins with, its number. */
function snapshotFile(folder: string, { tag }: JournalEntry): string {
  return path.join(folder, 'meta', `${tag.split('_')[0]}_snapshot.json`);
}
