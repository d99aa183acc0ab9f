import { KitError } from '../errors.ts';
import { awsSecrets } from './aws-secrets/feature.ts';
import { access } from './access/feature.ts';
import { authBuiltIn, authNone } from './auth/feature.ts';
import { authExternal } from './auth/external.ts';
import { ci } from './ci/feature.ts';
import { outboundCalls } from './clients/feature.ts';
import { docker } from './docker/feature.ts';
import { docs } from './docs/feature.ts';
import type { Feature } from './feature.ts';
import { idempotency } from './idempotency/feature.ts';
import { metrics } from './metrics/feature.ts';
import { type FeatureAnswers, withFeatureDefaults } from './questions.ts';
import { tracing } from './tracing/feature.ts';

/** Every feature that there is, in the order in which they add to the files of others. */
export const features: readonly Feature[] = [
  docs,
  docker,
  ci,
  idempotency,
  metrics,
  tracing,
  authBuiltIn,
  authExternal,
  authNone,
  access,
  outboundCalls,
  awsSecrets,
];

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
