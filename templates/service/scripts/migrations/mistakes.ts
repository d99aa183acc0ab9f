import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { namesOfDifference, schemaDifference } from './difference';
import { type JournalEntry, journalEntries, lastSnapshot, readSnapshot } from './files';

/** What most mistakes end with: they come from a merge. */
const RECIPE = 'See "Two branches, two migrations" in README.md.';

/**
 * What is wrong in the folder of the migrations: files that the journal does not list, snapshots that do not follow one another,
 * a schema that no migration makes.
 *
 * @param exported whatever the schema exports
 * @returns a sentence for each; none where no migration was ever written
 */
export function migrationMistakes(folder: string, exported: Record<string, unknown>): string[] {
  let entries: JournalEntry[];
  try {
    entries = journalEntries(folder);
  } catch {
    return [`drizzle/meta/_journal.json is no JSON. ${RECIPE}`];
  }
  if (entries.length === 0) return [];
  const found = [...fileMistakes(folder, entries), ...orderMistakes(folder, entries)];
  // What the schema is compared with has to be right first.
  return found.length > 0 ? found : schemaMistakes(folder, exported);
}

function fileMistakes(folder: string, entries: readonly JournalEntry[]): string[] {
  const listed = new Set(entries.map(({ tag }) => `${tag}.sql`));
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return [
    ...files
      .filter((file) => !listed.has(file))
      .map((file) => `drizzle/${file} is not in the journal, so it is never applied. ${RECIPE}`),
    ...[...listed]
      .filter((file) => !existsSync(path.join(folder, file)))
      .map((file) => `drizzle/${file} is in the journal, and not in the folder. ${RECIPE}`),
  ];
}

function orderMistakes(folder: string, entries: readonly JournalEntry[]): string[] {
  const mistakes: string[] = [];
  const numbers = new Set<string>();
  let before: string | undefined;
  for (const entry of entries) {
    const number = entry.tag.split('_', 1)[0] ?? '';
    const snapshot = snapshotOf(folder, entry);
    if (numbers.has(number)) {
      mistakes.push(`Two migrations have the number ${number}, and one snapshot. ${RECIPE}`);
    } else if (!snapshot) {
      mistakes.push(`The snapshot of drizzle/${entry.tag}.sql can't be read. ${RECIPE}`);
    } else if (before !== undefined && snapshot.prevId !== before) {
      mistakes.push(
        `drizzle/${entry.tag}.sql was made for a schema that is not the one before it. ${RECIPE}`,
      );
    }
    numbers.add(number);
    before = snapshot?.id;
  }
  return mistakes;
}

function snapshotOf(folder: string, entry: JournalEntry) {
  try {
    return readSnapshot(folder, entry);
  } catch {
    return undefined;
  }
}

function schemaMistakes(folder: string, exported: Record<string, unknown>): string[] {
  const names = namesOfDifference(schemaDifference(exported, lastSnapshot(folder)));
  return names.length === 0
    ? []
    : [`No migration makes what the schema has: ${names.join(', ')}. Run the script db:generate.`];
}
