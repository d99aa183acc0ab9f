/** What was measured, several times over. */
export interface Sample {
  median: number;
  min: number;
  max: number;
  count: number;
}

/** @param values at least one */
export function summarise(values: readonly number[]): Sample {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
  return {
    median,
    min: sorted[0] ?? NaN,
    max: sorted.at(-1) ?? NaN,
    count: values.length,
  };
}

/** Does the same several times over, one after the other. */
export async function repeat<T>(times: number, task: () => Promise<T> | T): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < times; i += 1) results.push(await task());
  return results;
}

/** How long it takes, in milliseconds. */
export async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}
