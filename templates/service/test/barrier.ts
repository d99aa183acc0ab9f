/** Lets the given number of transactions go on together, so that they get in each other's way for certain. */
export function barrier(size: number): () => Promise<void> {
  let waiting = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  return () => {
    waiting += 1;
    if (waiting === size) resolve();
    return promise;
  };
}
