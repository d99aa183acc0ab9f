import { parseArgs } from 'node:util';
import type { Removal } from './removal.ts';

/** What has removals, and a name. */
export interface Named {
  name: string;
  removals: readonly Removal[];
}

/**
 * The suites with those of their removals that were asked for, less suites without any.
 *
 * @param args each a part of a promise, of a file or of a suite's name; without any, all are asked for
 * @throws when one of them fits nothing: of a typing error, nobody should believe that its promise is held
 */
export function selected<S extends Named>(suites: readonly S[], args: string[]): S[] {
  const { positionals: parts } = parseArgs({ args, allowPositionals: true });
  const fits = ({ name }: S, { promise, file }: Removal, part: string) =>
    [name, promise, file].some((text) => text.includes(part));
  const idle = parts.filter(
    (part) => !suites.some((suite) => suite.removals.some((one) => fits(suite, one, part))),
  );
  if (idle.length > 0) {
    throw new Error(`No promise, file or suite has this: ${idle.join(', ')}`);
  }
  return suites
    .map((suite) => ({
      ...suite,
      removals: suite.removals.filter(
        (one) => parts.length === 0 || parts.some((part) => fits(suite, one, part)),
      ),
    }))
    .filter(({ removals }) => removals.length > 0);
}
