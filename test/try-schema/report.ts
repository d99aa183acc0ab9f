import type { PlannedResource } from '../../src/plan/service.ts';
import { groupBy } from '../../src/group.ts';
import type { Checkout } from './checkout.ts';
import type { Step, Trial } from './trial.ts';

/** What came out, for a person to read or to paste into docs. */
export function describeTrial({ installed }: Pick<Checkout, 'installed'>, trial: Trial): string {
  const { auth, resources, access, notices, steps } = trial;
  const packages = Object.entries(installed).map(([name, version]) => `${name}@${version}`);
  return [
    '',
    ...(packages.length > 0 ? [`Installed for the schema: ${packages.join(', ')}`] : []),
    `${resources.length} tables and views: ${countKinds(resources) || 'none'}`,
    `Sign-in: ${auth}`,
    ...access.map(({ table, says }) => `  ${table}: ${says}`),
    `${notices.length} notices:`,
    ...notices.map(
      ({ subject, message }) => `  ${subject === null ? '' : `${subject}: `}${message}`,
    ),
    '',
    ...steps.map(describeStep),
    '',
    outcome(steps),
  ].join('\n');
}

function describeStep({ name, ok, seconds, detail }: Step): string {
  const [first = '', ...rest] = detail.trim().split('\n');
  const line = `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s  ${first}`;
  return [line.trimEnd(), ...rest.map((more) => `         ${more}`)].join('\n');
}

function outcome(steps: Step[]): string {
  const failed = steps.filter(({ ok }) => !ok).length;
  return `${steps.length - failed} passed, ${failed} failed`;
}

function countKinds(resources: PlannedResource[]): string {
  return [...groupBy(resources, ({ kind }) => kind)]
    .map(([kind, found]) => `${found.length} ${kind}`)
    .join(', ');
}
