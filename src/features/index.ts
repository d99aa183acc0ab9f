import { KitError } from '../errors.ts';
import { Questionnaire, withDefaults } from '../ask/questionnaire.ts';
import { access } from './access/feature.ts';
import { authBuiltIn, authNone } from './auth/feature.ts';
import { ci } from './ci/feature.ts';
import { docker } from './docker/feature.ts';
import { docs } from './docs/feature.ts';
import type { Feature } from './feature.ts';

/** Every feature that there is, in the order in which they are asked about and add to the files of others. */
export const features = [docs, docker, ci, authBuiltIn, authNone, access] as const;

type AnswersOfOne<F> = F extends Feature<infer A> ? A : never;

/** What `A | B` has together: the answers to the questions of all features. */
type Together<U> = (U extends unknown ? (all: U) => void : never) extends (all: infer A) => void
  ? A
  : never;

export type FeatureAnswers = Together<AnswersOfOne<(typeof features)[number]>>;

/** The questions of all features. */
export const featureQuestions = (features as readonly Feature[]).reduce<Questionnaire<object>>(
  (all, { questions }) => all.with(questions),
  new Questionnaire(),
) as Questionnaire<FeatureAnswers>;

/** Answers to the questions of features; those that are not given are the questions' defaults. */
export function withFeatureDefaults(answers: Partial<FeatureAnswers>): FeatureAnswers {
  return withDefaults(featureQuestions, answers);
}

/**
 * The features that a service has.
 *
 * @param answers those that are not given are their questions' defaults
 * @param known what there is to choose from
 * @throws KitError FEATURES_DO_NOT_COMBINE when one lacks what it needs, or stands beside one that it excludes
 */
export function chosenFeatures(
  answers: Partial<FeatureAnswers>,
  known: readonly Feature[] = features,
): Feature[] {
  const all = withFeatureDefaults(answers);
  const chosen = known.filter((feature) => feature.isOn(all));
  const names = new Set(chosen.map(({ name }) => name));
  for (const { name, needs = [], excludes = [] } of chosen) {
    const lacking = needs.find((other) => !names.has(other));
    if (lacking) throw doNotCombine(`${name} does not work without ${lacking}.`);
    const other = excludes.find((excluded) => names.has(excluded));
    if (other) throw doNotCombine(`${name} and ${other} do not work together.`);
  }
  return chosen;
}

function doNotCombine(message: string): KitError {
  return new KitError(
    'FEATURES_DO_NOT_COMBINE',
    message,
    'Choose differently: --help lists the flags of what comes with a service.',
  );
}
