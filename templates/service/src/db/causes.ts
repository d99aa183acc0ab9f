/** A chain of causes may be a circle. */
const LONGEST = 5;

/** @returns the error and what caused it: drizzle wraps Postgres's own error, and pg that of the socket */
export function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let one = error; one instanceof Error && causes.length < LONGEST; one = one.cause) {
    causes.push(one);
  }
  return causes;
}
