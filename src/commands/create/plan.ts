import { compare, type Change } from '../../apply/compare.ts';
import { meetExisting } from '../../apply/existing.ts';
import { readDisk } from '../../apply/paths.ts';
import type { Target } from '../../apply/target.ts';
import type { KitReference } from '../../kit-package.ts';
import {
  type Manifest,
  manifestFile,
  manifestFiles,
  manifestPath,
  type ManifestResource,
  parseManifest,
} from '../../manifest.ts';
import type { PlannedFile } from '../../plan/planned-file.ts';
import type { Answers } from '../../questions.ts';
import {
  portableProgramName,
  reproduceCommand,
  withoutPassword,
  relativePath,
} from '../../report/reproduce.ts';
import type { Notice, Schema } from '../../schema/table.ts';
import { adaptToPackageManager } from '../../steps/package-manager.ts';

export interface PlanInput {
  answers: Answers;
  schema: Schema;
  kit: KitReference;
  target: Target;
  cwd: string;
}

export interface Planned {
  changes: Change[];
  notices: Notice[];
  resources: ManifestResource[];
}

/** Plans a whole service and compares it with the disk; writes nothing. */
export async function planAndCompare(input: PlanInput): Promise<Planned> {
  const { answers, schema, kit, target } = input;
  const { planService } = await import('../../plan/service.ts');
  const { tables, ...others } = answers;
  const choices = tables.length > 0 ? answers : others;
  const planned = await planService({ answers: choices, schema, kit });
  const files = adaptToPackageManager(planned.files, answers.pm);

  const disk = readDisk(target.path, [manifestPath, ...files.map((file) => file.path)]);
  const known = disk.get(manifestPath);
  const manifest = known && parseManifest(Buffer.from(known).toString());
  const met = manifest
    ? { plan: files, merged: new Set<string>(), notices: [] }
    : meetExisting(files, disk);
  const next = manifestFile(newManifest(input, met.plan, planned.resources));
  return {
    changes: compare({ plan: [...met.plan, next], disk, manifest, merged: met.merged }),
    notices: [...planned.notices, ...met.notices],
    resources: planned.resources,
  };
}

function newManifest(
  { answers, kit, cwd }: PlanInput,
  files: PlannedFile[],
  resources: ManifestResource[],
): Manifest {
  const { dir: _dir, force: _force, ...kept } = answers;
  return {
    kit: { name: kit.name, version: kit.version },
    answers: {
      ...kept,
      schema: answers.schema.map((path) => relativePath(path, cwd)),
      fromDb: withoutPassword(answers.fromDb),
    },
    // Where the service lies is no part of it, so the folder is the one that its name would give.
    reproduce: reproduceCommand(
      portableProgramName(),
      { ...answers, dir: folderOf(answers.name) },
      cwd,
    ),
    resources,
    files: manifestFiles(files),
  };
}

function folderOf(packageName: string): string {
  return packageName.split('/').at(-1) ?? packageName;
}
