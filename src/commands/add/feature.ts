import { converse, type Person } from '../../ask/conversation.ts';
import type { Flags } from '../../ask/flags.ts';
import { confirm } from '../../ask/prompt.ts';
import { sha256 } from '../../apply/content.ts';
import type { Answers } from '../../ask/questions.ts';
import { KitError } from '../../errors.ts';
import { portableProgramName, reproduceCommand } from '../../report/reproduce.ts';
import { type ChangedFile, changesBetween } from '../../service/evolve.ts';
import { findGone, isAnythingGone } from '../../service/gone.ts';
import { pristineHashes, withClientParts } from '../../service/manifest.ts';
import type { OpenService } from '../../service/open.ts';
import { planServing } from '../../service/serving.ts';
import { settle } from '../../service/settle.ts';
import { printSteps } from '../../steps/report.ts';
import { abortable, say, type Terminal } from '../../terminal.ts';
import type { Outcome } from '../command.ts';
import { type Feature, requested } from './feature-request.ts';
import { printFeatureNext, runFeatureSteps } from './feature-steps.ts';
import type { Addition } from './plan.ts';
import { recordsAfter } from './records.ts';
import { outcomeOf, printAddition } from './report.ts';
import { writeFiles } from './write.ts';

/**
 * Brings a feature to a service that was made without. Files that a person edited stay as they are; what would have changed in
 * them is shown, all else is written, and the exit code is 1.
 *
 * @throws KitError FEATURE_THERE, MISSING_ANSWER, FLAGS_DO_NOT_COMBINE, MODULES_GONE, and those of the plan; Cancelled
 */
export function addFeature(
  opened: OpenService,
  feature: Feature,
  { flags, terminal }: { flags: Flags; terminal: Terminal },
): Promise<Outcome> {
  return converse(terminal, async (person) => {
    const { said, migrate, dryRun } = await requested(opened, feature, { flags, terminal });
    assertNothingGone(opened);
    const change = { said, migration: `add_${feature.key}`, migrate, dryRun };
    return carryOutAnswers(opened, change, { terminal, person });
  });
}

/** Answers that a service is to have from now on. */
export interface AnswersChange {
  said: Partial<Answers>;
  /** The name of the migration that they need; nothing where they need none. */
  migration?: string;
  migrate: boolean;
  dryRun: boolean;
}

/**
 * Makes a service what it would be had these been its answers, after showing that and asking for a yes.
 *
 * @throws KitError of the plan; Cancelled
 */
export async function carryOutAnswers(
  opened: OpenService,
  { said, migration, migrate, dryRun }: AnswersChange,
  { terminal, person }: { terminal: Terminal; person: Person },
): Promise<Outcome> {
  const service = withAnswers(opened, said);
  const addition = await abortable(planFeature(opened, service), terminal.signal);
  const records = recordsAfter(service, addition, opened.schema);
  printAddition(terminal, addition, { records, dryRun });
  if (dryRun || addition.stopped.length > 0) {
    say(terminal, 'Nothing was written.');
    return outcomeOf({ dryRun }, { tables: [], addition, steps: [] });
  }
  if (terminal.interactive) await confirm('Write these files?', person);
  await writeFiles(service, [...addition.open, ...records], terminal);
  say(terminal, 'Written.');
  const steps = await runFeatureSteps(service, { migration, isMigrated: migrate }, terminal);
  printSteps(terminal, steps);
  printFeatureNext(terminal, service, { addition, steps, migration });
  return outcomeOf({ dryRun }, { tables: [], addition, steps });
}

/** @throws KitError MODULES_GONE */
export function assertNothingGone(opened: OpenService): void {
  if (!isAnythingGone(findGone(opened, opened.schema))) return;
  throw new KitError(
    'MODULES_GONE',
    'Something of the service was taken out that its other files still speak of.',
    'Run `add` without arguments first, which takes out the rest.',
  );
}

/** The service as if these had been its answers when it was made. */
function withAnswers(service: OpenService, said: Partial<Answers>): OpenService {
  const { manifest, kit } = service;
  const answers = { ...service.answers, ...said };
  const folder = answers.name.split('/').at(-1) ?? '';
  const all = { ...answers, dir: folder, force: false };
  return {
    ...service,
    answers,
    manifest: {
      ...manifest,
      answers: { ...manifest.answers, ...said },
      parts: withClientParts(manifest, answers.clients),
      reproduce: reproduceCommand(portableProgramName(kit, folder), all, ''),
    },
  };
}

async function planFeature(before: OpenService, after: OpenService): Promise<Addition> {
  const { schema, resources } = before;
  const served = new Set(
    resources.filter(({ kind }) => kind !== 'skipped').map(({ table }) => table),
  );
  const serving = { served, added: new Set<string>(), routes: NO_ROUTES, paths: [] };
  const plans = {
    before: await planServing(before, schema, serving),
    after: await planServing(after, schema, serving),
    lost: [],
  };
  const changes = changesBetween(before, plans).map((change) => evenYours(change, before));
  const gone = findGone(before, schema);
  const settled = settle(after, plans, { changes, fresh: [], gone, notices: [] });
  const { access, resources: all } = plans.after;
  return { ...settled, tables: [], blocked: [], access, resources: all };
}

/** README and its like are the team's, but as long as nobody has touched them they may as well say what is true. */
function evenYours(change: ChangedFile, { manifest }: OpenService): ChangedFile {
  const { file, status, disk } = change;
  if (status !== 'kept' || !disk) return change;
  const isUntouched = pristineHashes(manifest).get(file.path) === sha256(disk);
  return { ...change, status: isUntouched ? 'update' : 'conflict' };
}

const NO_ROUTES = { appendOnly: [], readOnly: [] };
