import { ask } from '../../ask/ask.ts';
import type { Flags } from '../../ask/flags.ts';
import type { AnyAnswers, Option } from '../../ask/questionnaire.ts';
import type { Answers } from '../../ask/questions.ts';
import { KitError } from '../../errors.ts';
import { featureQuestions } from '../../features/questions.ts';
import type { OpenService } from '../../service/open.ts';
import type { Terminal } from '../../terminal.ts';
import { addOptions } from './options.ts';

/** The question that decides whether a service has a feature. */
export type Feature = Option;

/** The feature that is to be added, by the name of its question: `docs`, `docker`. A table of that name comes first. */
export function featureAsked({ positionals }: Flags, { schema }: OpenService): Feature | undefined {
  const [name = ''] = positionals;
  if (schema.tables.some((table) => [table.name, table.exportName].includes(name)))
    return undefined;
  return featureQuestions.options.find((option) => option.key === name && isDeciding(option));
}

/** Whether it decides that a service has a feature; the others say more about one. */
function isDeciding({ type }: Option): boolean {
  return type === 'boolean' || type === 'choice';
}

/**
 * What is asked for, as answers.
 *
 * @throws KitError FEATURE_THERE, MISSING_ANSWER, FLAGS_DO_NOT_COMBINE
 */
export async function requested(
  opened: OpenService,
  feature: Feature,
  { flags, terminal: { cwd, env } }: { flags: Flags; terminal: Terminal },
): Promise<{ said: Partial<Answers>; migrate: boolean; dryRun: boolean }> {
  const { key, type, unasked } = feature;
  const without = type === 'boolean' ? false : unasked;
  if ((opened.answers as unknown as AnyAnswers)[key] !== without) {
    throw new KitError(
      'FEATURE_THERE',
      `The service has ${key} already.`,
      'Nothing is left to add.',
    );
  }
  const own = ownQuestions(feature);
  assertOnlyOf(own, flags);
  const context = { cwd, env, tables: [] };
  const answers = await ask(addOptions, { flags, earlier: {}, context, prompt: undefined });
  const all = answers as unknown as AnyAnswers;
  if (all[key] === without && !Object.hasOwn(flags.values, feature.flag ?? '')) {
    const ways = feature.choices.filter(({ value }) => value !== without);
    throw new KitError(
      'MISSING_ANSWER',
      `${key} needs a word about what it is to be.`,
      `Say which: --${feature.flag} ${ways.map(({ value }) => value).join('|')}`,
    );
  }
  if (flags.positionals.length > 1 || answers.newTable !== '' || all[key] === without) {
    throw new KitError(
      'FLAGS_DO_NOT_COMBINE',
      `${key} is added by itself, and not ${String(without)}.`,
      'Add tables before it or after it.',
    );
  }
  const said =
    type === 'boolean'
      ? { [key]: true }
      : Object.fromEntries(own.map((one) => [one.key, all[one.key]]));
  return { said, migrate: answers.migrate, dryRun: flags.values['dry-run'] === true };
}

/** What decides whether a service has the feature, and what is asked about it: all up to what decides of another one. */
function ownQuestions(feature: Feature): Option[] {
  const from = featureQuestions.options.slice(featureQuestions.options.indexOf(feature));
  const next = from.findIndex((one) => one !== feature && isDeciding(one));
  const own = next === -1 ? from : from.slice(0, next);
  return own.filter(({ key }) => key !== 'clients');
}

/** @throws KitError FLAGS_DO_NOT_COMBINE, naming a flag of another feature: what was answered about that stays as it is */
function assertOnlyOf(own: readonly Option[], { values }: Flags): void {
  const foreign = featureQuestions.options.find(
    (one) => !own.includes(one) && one.flag !== null && Object.hasOwn(values, one.flag),
  );
  if (!foreign) return;
  throw new KitError(
    'FLAGS_DO_NOT_COMBINE',
    'One feature is added at a time.',
    `Without --${foreign.flag}, which is of something else: add that before it or after it.`,
  );
}
