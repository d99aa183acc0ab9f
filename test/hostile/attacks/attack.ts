import type { Built } from '../service.ts';

/** What was expected of the service, and what became of it. */
export interface Outcome {
  promise: string;
  kept: boolean;
  seen: string;
}

/** Something that is done to a built service, which the attack starts and ends by itself. */
export type Attack = (built: Built) => Promise<Outcome[]>;

/** How long it takes, in milliseconds. */
export async function timed<Result>(
  task: () => Promise<Result>,
): Promise<{ result: Result; ms: number }> {
  const from = performance.now();
  const result = await task();
  return { result, ms: Math.round(performance.now() - from) };
}
