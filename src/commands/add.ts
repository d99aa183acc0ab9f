import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTarget } from '../apply/target.ts';
import { writeChanges } from '../apply/write.ts';
import { ask } from '../ask.ts';
import { KitError } from '../errors.ts';
import { kitPackage, kitReference } from '../kit-package.ts';
import { type Manifest, manifestPath, parseManifest } from '../manifest.ts';
import type { Answers } from '../questions.ts';
import { abortable, say, type Terminal } from '../report/terminal.ts';
import type { Schema } from '../schema/table.ts';
import { migrate } from '../steps/migrate.ts';
import type { StepResult } from '../steps/run.ts';
import { addOptions } from './add-options.ts';
import type { Outcome, RunCommand } from './command.ts';
import { printSteps } from './create/closing.ts';
import { type Planned, planAndCompare } from './create/plan.ts';
import { printConflicts, printPlan } from './create/summary.ts';
import { resolveTables, tableLabel } from './create/tables.ts';

const schemaEntry = 'src/db/schema/index.ts';

export interface AddRequest {
  /** The service's folder. */
  folder: string;
  /** Tables by name, export or id; empty to ask, where somebody can be asked. */
  tables: string[];
  migrate: boolean;
  dryRun: boolean;
}

/** `add [table...]`: resources for tables of the service's schema that are none yet. */
export const add: RunCommand = async (flags, terminal) => {
  const context = { cwd: terminal.cwd, env: terminal.env, tables: [] };
  const answers = await ask(addOptions, { flags, earlier: {}, context, prompt: undefined });
  return addResources(
    {
      folder: terminal.cwd,
      tables: flags.positionals,
      migrate: answers.migrate,
      dryRun: flags.values['dry-run'] === true,
    },
    terminal,
  );
};

/**
 * Adds resources to a service; the one function behind the command line and the plop generator. Files that a person edited
 * stay as they are: what the kit would have written is shown instead, and the exit code is 1.
 * @throws KitError NOT_A_SERVICE, MANIFEST_DAMAGED, OTHER_KIT_VERSION, UNKNOWN_TABLE, MISSING_ANSWER, and a schema's own
 */
export async function addResources(request: AddRequest, terminal: Terminal): Promise<Outcome> {
  const { folder } = request;
  const manifest = readManifest(folder);
  const answers = { ...manifest.answers, dir: '.', force: true } as unknown as Answers;
  const schema = await readSchema(folder, answers, terminal);
  const tables = await tablesToAdd(request, manifest, schema, terminal);
  const planned = await planAndCompare({
    answers: withTables(answers, tables, manifest, schema),
    schema,
    kit: await kitReference(folder),
    target: checkTarget(folder, { force: true }),
    cwd: folder,
    // The schema is the person's own by now, and it is what all the rest is made from.
    isWanted: (file) => !file.path.startsWith('src/db/schema/'),
  });

  const steps = await apply(request, planned, tables, terminal);
  const conflicts = planned.changes.filter(({ status }) => status === 'conflict');
  const failed = steps.some(({ status }) => status === 'failed');
  return {
    exitCode: conflicts.length > 0 || failed ? 1 : 0,
    json: {
      command: 'add',
      dryRun: request.dryRun,
      tables,
      files: planned.changes
        .filter(({ status }) => status !== 'identical' && status !== 'kept')
        .map(({ file, status }) => ({ path: file.path, owner: file.owner, status })),
      resources: planned.resources,
      steps,
    },
  };
}

async function apply(
  { folder, dryRun, migrate: wantsMigration }: AddRequest,
  { changes, resources }: Planned,
  tables: string[],
  terminal: Terminal,
): Promise<StepResult[]> {
  const open = changes.filter(({ status }) => status === 'create' || status === 'update');
  const conflicts = changes.filter(({ status }) => status === 'conflict');
  if (open.length === 0 && conflicts.length === 0) {
    say(terminal, 'Nothing to change.');
    return [];
  }
  printPlan(terminal, {
    folder: '.',
    changes: [...open, ...conflicts],
    resources,
    withSizes: dryRun,
  });
  if (conflicts.length > 0) {
    printConflicts(terminal, conflicts);
    say(
      terminal,
      'You edited these files, so they stay as they are: put in what you want of the above.',
    );
  }
  if (dryRun) {
    say(terminal, 'Nothing was written.');
    return [];
  }
  if (open.length === 0) return [];
  await writeChanges(checkTarget(folder, { force: true }), open, terminal.signal);
  say(terminal, 'Written.');
  if (!wantsMigration || !existsSync(join(folder, 'node_modules'))) return [];
  const { pm } = readManifest(folder).answers as unknown as Answers;
  const name = `add_${tables.join('_').replaceAll(/\W+/g, '_')}`;
  const step = await migrate(terminal, { folder, pm, prerequisites: [], name });
  printSteps(terminal, [step]);
  return [step];
}

function readManifest(folder: string): Manifest {
  const path = join(folder, manifestPath);
  if (!existsSync(path)) {
    throw new KitError(
      'NOT_A_SERVICE',
      `There is no ${manifestPath} in ${folder}, so it is no service of this kit.`,
      'Run the command in the folder of a service.',
    );
  }
  const manifest = parseManifest(readFileSync(path, 'utf8'));
  const { version } = kitPackage();
  if (manifest.kit.version === version) return manifest;
  throw new KitError(
    'OTHER_KIT_VERSION',
    `The service was made by version ${manifest.kit.version} of the kit, and this is ${version}.`,
    `Run the kit that the service has: npx ${kitPackage().program} in its folder.`,
  );
}

async function readSchema(folder: string, answers: Answers, terminal: Terminal): Promise<Schema> {
  const { loadSchema } = await import('../schema/load.ts');
  const casing = answers.casing === 'auto' ? {} : { casing: answers.casing };
  return abortable(loadSchema({ sources: [schemaEntry], cwd: folder, ...casing }), terminal.signal);
}

async function tablesToAdd(
  { tables }: AddRequest,
  manifest: Manifest,
  schema: Schema,
  terminal: Terminal,
): Promise<string[]> {
  if (tables.length > 0) return resolveTables(tables, schema.tables);
  const candidates = newTables(manifest, schema);
  if (candidates.length === 0) return [];
  if (!terminal.interactive) {
    throw new KitError(
      'MISSING_ANSWER',
      'Missing: the tables to add, as arguments.',
      `These are no resources yet: ${candidates.join(', ')}.`,
    );
  }
  const { chooseMany } = await import('../prompt.ts');
  return chooseMany('Which tables become resources?', candidates, terminal.signal);
}

/** Tables of the schema that the service does not serve, by the names that people call them by. */
export function newTables(manifest: Manifest, schema: Schema): string[] {
  const served = new Set(
    manifest.resources.filter(({ kind }) => kind !== 'skipped').map(({ table }) => table),
  );
  return schema.tables
    .filter((table) => table.exportName !== null && !served.has(table.exportName))
    .map((table) => tableLabel(table, schema.tables));
}

/** A service that was made from all tables goes on so, with the rest left out; a choice of tables grows. */
function withTables(
  answers: Answers,
  added: string[],
  manifest: Manifest,
  schema: Schema,
): Answers {
  const rest = newTables(manifest, schema).filter((table) => !added.includes(table));
  if (answers.tables.length === 0) return { ...answers, skipTables: rest };
  const skipTables = answers.skipTables.filter((table) => !added.includes(table));
  return { ...answers, tables: [...new Set([...answers.tables, ...added])], skipTables };
}
