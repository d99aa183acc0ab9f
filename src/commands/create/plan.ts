import { compare, type Change } from '../../apply/compare.ts';
import { isSameContent } from '../../apply/content.ts';
import type { AccessLine } from '../../model/access/summary.ts';
import { meetExisting } from '../../apply/existing.ts';
import { readDisk } from '../../apply/paths.ts';
import type { Target } from '../../apply/target.ts';
import { workspaceNotices } from '../../apply/workspace.ts';
import type { Answers } from '../../ask/questions.ts';
import type { KitReference } from '../../kit/package.ts';
import type { PlannedFile } from '../../plan/planned-file.ts';
import type { PlannedResource } from '../../plan/service.ts';
import {
  portableProgramName,
  reproduceCommand,
  withoutPassword,
  relativePath,
} from '../../report/reproduce.ts';
import type { Notice, Schema } from '../../schema/table.ts';
import {
  formatManifest,
  type Manifest,
  manifestFiles,
  manifestPath,
  parseManifest,
  pristineHashes,
  type Tools,
  withClientParts,
  withTableParts,
} from '../../service/manifest.ts';
import { ownTemplates, planRecipe } from '../../service/recipe.ts';

export interface PlanInput {
  answers: Answers;
  schema: Schema;
  kit: KitReference;
  target: Target;
  cwd: string;
  tools: Tools;
}

export interface Planned {
  changes: Change[];
  notices: Notice[];
  resources: PlannedResource[];
  access: AccessLine[];
}

/** Plans a whole service and compares it with the disk; writes nothing. */
export async function planAndCompare(input: PlanInput): Promise<Planned> {
  const { answers, target, tools } = input;
  const planned = await planRecipe({ ...input, templates: ownTemplates(target.path) });
  const { files } = planned;
  const paths = files.map((file) => file.path);
  const disk = readDisk(target.path, [manifestPath, ...paths]);
  const manifest = manifestIn(disk);
  const met = manifest
    ? { plan: files, merged: new Set<string>(), notices: [] }
    : meetExisting(files, disk);
  const changes = compare({
    plan: met.plan,
    disk,
    pristine: pristineHashes(manifest),
    merged: met.merged,
  });
  const text = formatManifest({
    ...aboutService(input),
    parts: withClientParts(
      { parts: withTableParts(manifest ?? { parts: [] }, planned.resources) },
      answers.clients,
    ),
    files: manifestFiles(changes, manifest),
  });
  return {
    changes: [...changes, manifestChange(text, disk, manifest !== undefined)],
    notices: [
      ...planned.notices,
      ...met.notices,
      ...workspaceNotices(target.path, answers.pm, tools.packageManager),
    ],
    resources: planned.resources,
    access: planned.access,
  };
}

function manifestIn(disk: ReadonlyMap<string, Uint8Array>): Manifest | undefined {
  const bytes = disk.get(manifestPath);
  return bytes && parseManifest(Buffer.from(bytes).toString());
}

function manifestChange(
  content: string,
  onDisk: ReadonlyMap<string, Uint8Array>,
  isService: boolean,
): Change {
  const file: PlannedFile = { path: manifestPath, content, owner: 'derived' };
  const disk = onDisk.get(manifestPath);
  const isSame = disk !== undefined && isSameContent(disk, content);
  const status = isSame ? 'identical' : isService ? 'update' : 'create';
  return { file, status, disk };
}

function aboutService({
  answers,
  schema,
  kit,
  tools,
  cwd,
}: PlanInput): Pick<Manifest, 'kit' | 'answers' | 'tools' | 'reproduce'> {
  const folder = folderOf(answers.name);
  const { dir: _dir, force: _force, ...kept } = answers;
  return {
    kit: { name: kit.name, version: kit.version },
    answers: {
      ...kept,
      // What was found out when the schema was read: the service has no other drizzle.config to look at.
      casing: schema.casing ?? answers.casing,
      schema: answers.schema.map((path) => relativePath(path, cwd)),
      fromDb: withoutPassword(answers.fromDb),
    },
    tools,
    // Where the service lies is no part of it, so the folder is the one that its name would give.
    reproduce: reproduceCommand(
      portableProgramName(kit, folder),
      { ...answers, dir: folder, force: false },
      cwd,
    ),
  };
}

function folderOf(packageName: string): string {
  return packageName.split('/').at(-1) ?? packageName;
}
