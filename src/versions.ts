/**
 * Whether a version comes before another: `9.1` before `10.0.2`. What stands behind a dash or a plus does not count, and
 * what is no version comes before none.
 */
export function isOlder(version: string, than: string): boolean {
  const numbers = numbersOf(version);
  const others = numbersOf(than);
  if (!numbers || !others) return false;
  const difference = numbers.map((n, at) => n - (others[at] ?? 0)).find((n) => n !== 0);
  return difference !== undefined && difference < 0;
}

/** The first number of a version, which changes where what depends on it may break; undefined for what is no version. */
export function majorOf(version: string): number | undefined {
  return numbersOf(version)?.[0];
}

function numbersOf(version: string): [number, number, number] | undefined {
  const [, major, minor = 0, patch = 0] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}
