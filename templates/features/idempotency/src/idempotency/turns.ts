/** Does what is asked for under a name once at a time; who asks meanwhile gets the same result. */
export interface Turns<Result> {
  /**
   * @param patience milliseconds to wait for whoever is first
   * @param work given what is left of it, when nobody is first
   * @returns what came of the work, and whether it was this one
   * @throws {TooLate} when the first takes longer than that
   */
  take: (
    name: string,
    patience: number,
    work: (patience: number) => Promise<Result>,
  ) => Promise<{ result: Result; isFirst: boolean }>;
}

/** Whoever was first is still at it. */
export class TooLate extends Error {}

/** They wait here and not in Postgres, where each of them would hold a connection, and a few dozen twins all that there are. */
export function createTurns<Result>(): Turns<Result> {
  const underWay = new Map<string, Promise<Result>>();

  return {
    take: async (name, patience, work) => {
      const end = performance.now() + patience;
      const left = () => Math.max(0, end - performance.now());
      for (let first = underWay.get(name); first; first = underWay.get(name)) {
        const result = await within(left(), first);
        // Where the first failed, nothing was done: the next one tries.
        if (result) return { result: result.value, isFirst: false };
      }
      const mine = work(left()).finally(() => underWay.delete(name));
      underWay.set(name, mine);
      return { result: await mine, isFirst: true };
    },
  };
}

/** @returns undefined when it failed */
async function within<Result>(
  milliseconds: number,
  first: Promise<Result>,
): Promise<{ value: Result } | undefined> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new TooLate()), milliseconds);
  const done = first.then(
    (value) => ({ value }),
    () => undefined,
  );
  try {
    return await Promise.race([done, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
