import { Buffer } from 'node:buffer';
import type { Change, Status } from '../apply/compare.ts';
import type { PlannedResource } from '../plan/service.ts';
import { groupBy } from '../group.ts';
import { say, type Terminal } from '../terminal.ts';
import { fileTree, formatSize } from './tree.ts';

/** Prints the tree of files with what happens to each, sizes where asked for, and the resources by kind. */
export function printPlan(
  terminal: Terminal,
  input: { folder: string; changes: Change[]; resources: PlannedResource[]; withSizes: boolean },
): void {
  const { folder, changes, resources, withSizes } = input;
  const shown = changes.filter(({ status }) => status !== 'identical');
  const files = shown.map(({ file, status }) => {
    const size = withSizes ? formatSize(sizeOf(file.content)) : '';
    const note = [size, status === 'create' ? '' : status].filter(Boolean).join(', ');
    return { path: file.path, note: terminal.paint('dim', note) };
  });
  if (shown.length > 0) {
    say(terminal, terminal.paint('bold', `${folder}/`));
    for (const line of fileTree(files, withSizes ? undefined : 60)) say(terminal, line);
    say(terminal);
  }
  say(terminal, `${summaryOfChanges(changes)}; ${summaryOfResources(resources)}.`);
}

/** Prints, for each file that stands in the way, how it differs from what the kit would write. */
export async function printConflicts(terminal: Terminal, changes: Change[]): Promise<void> {
  const conflicts = changes.filter(({ status }) => status === 'conflict');
  if (conflicts.length === 0) return;
  const { unifiedDiff } = await import('../apply/diff.ts');
  for (const { file, disk } of conflicts) {
    if (disk) say(terminal, unifiedDiff(file.path, disk, file.content));
  }
}

/** `42 files to create (120.3 kB), 2 to update`, or `nothing to change`. */
export function summaryOfChanges(changes: Change[]): string {
  const words: [Status, string][] = [
    ['create', 'to create'],
    ['update', 'to update'],
    ['remove', 'to remove'],
    ['conflict', 'in conflict'],
    ['kept', 'kept as you have them'],
  ];
  const parts = words.flatMap(([status, word]) => {
    const found = changes.filter((change) => change.status === status);
    if (found.length === 0) return [];
    const bytes = found.reduce((sum, { file }) => sum + sizeOf(file.content), 0);
    const size = status === 'create' ? ` (${formatSize(bytes)})` : '';
    return [`${found.length} ${found.length === 1 ? 'file' : 'files'} ${word}${size}`];
  });
  return parts.join(', ') || 'nothing to change';
}

function summaryOfResources(resources: PlannedResource[]): string {
  const words = {
    resource: 'resource',
    'append-only': 'append-only',
    'read-only': 'read-only',
    'list-only': 'list-only',
    link: 'link',
    skipped: 'skipped',
  };
  const parts = [...groupBy(resources, wordKey)].map(([kind, found]) => {
    const word = words[kind as keyof typeof words];
    return `${found.length} ${word}${word === 'resource' && found.length > 1 ? 's' : ''}`;
  });
  return parts.join(', ') || 'no resources';
}

function wordKey({ kind, routes }: PlannedResource): string {
  return kind === 'resource' ? (routes ?? kind) : kind;
}

/** The size of a planned file's content in bytes. */
export function sizeOf(content: string | Uint8Array): number {
  return typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
}
