import type { PlannedFile } from '../plan/planned-file.ts';
import { isSameContent, sha256 } from './content.ts';

/**
 * What the plan means for a file on the disk. `update`: the disk holds what the kit last wrote. `conflict`: somebody else
 * wrote or edited it and the kit wants something else. `kept`: it is the team's, and nothing is wanted of it. `remove`: the
 * kit plans it no longer, and nobody edited it.
 */
export type Status = 'create' | 'identical' | 'update' | 'remove' | 'conflict' | 'kept';

export interface Change {
  file: PlannedFile;
  status: Status;
  /** The bytes on the disk; undefined when there is no such file. */
  disk: Uint8Array | undefined;
}

export interface Comparison {
  plan: PlannedFile[];
  /** What stands on the disk for each planned path that exists there. */
  disk: ReadonlyMap<string, Uint8Array>;
  /** The hash of each file as the kit last wrote it, by path; none in a folder that is not a service yet. */
  pristine: ReadonlyMap<string, string>;
  /** Paths whose planned content was made out of what is on the disk, so that replacing it loses nothing. */
  merged?: ReadonlySet<string>;
  /** Paths that the kit wrote and plans no longer; those that are not there any more come to nothing. */
  dropped?: readonly string[];
}

/**
 * Compares a plan with the disk; pure. The manifest is not to be among the planned files: it says what the others come
 * to, and is the kit's alone.
 */
export function compare({ plan, disk, pristine, merged, dropped = [] }: Comparison): Change[] {
  const removals = dropped.flatMap((path): Change[] => {
    const current = disk.get(path);
    if (!current) return [];
    const status = sha256(current) === pristine.get(path) ? 'remove' : 'conflict';
    return [{ file: { path, content: '', owner: 'managed' }, status, disk: current }];
  });
  const changes = plan.map((file): Change => {
    const current = disk.get(file.path);
    const status = merged?.has(file.path)
      ? mergedStatus(file, current)
      : statusOf(file, current, pristine.get(file.path));
    return { file, status, disk: current };
  });
  return [...changes, ...removals];
}

function mergedStatus(file: PlannedFile, disk: Uint8Array | undefined): Status {
  if (!disk) return 'create';
  return isSameContent(file.content, disk) ? 'identical' : 'update';
}

function statusOf(
  file: PlannedFile,
  disk: Uint8Array | undefined,
  pristine: string | undefined,
): Status {
  // A file that the kit wrote and that is gone was deleted on purpose, unless it is rewritten wholly each time.
  if (!disk) return pristine === undefined || file.owner === 'derived' ? 'create' : 'kept';
  if (isSameContent(file.content, disk)) return 'identical';
  if (pristine === undefined) return 'conflict';
  if (file.owner === 'yours' || sha256(file.content) === pristine) return 'kept';
  return sha256(disk) === pristine ? 'update' : 'conflict';
}
