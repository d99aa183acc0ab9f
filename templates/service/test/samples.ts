/** Counts 1, 2, 3, ...: what makes the rows of one factory different from each other. */
export function sequence(): () => number {
  let n = 0;
  return () => (n += 1);
}

/** A valid version 4 UUID that is different for each number. */
export function sampleUuid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** One of the values, in turn. */
export function samplePick<const T>(n: number, ...values: [T, ...T[]]): T {
  return values[(n - 1) % values.length] ?? values[0];
}

/** A code of exactly the given length: the number, written in the characters of the alphabet. */
export function sampleCode(
  n: number,
  length: number,
  alphabet = '0123456789abcdefghijklmnopqrstuvwxyz',
): string {
  let code = '';
  for (let rest = n; code.length < length; rest = Math.floor(rest / alphabet.length)) {
    code = alphabet.charAt(rest % alphabet.length) + code;
  }
  return code;
}

/** An address of the private network 10.0.0.0/8. */
export function sampleIp(n: number): string {
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}

/** Seconds as `hh:mm:ss`. */
export function sampleClock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

type Inherited = typeof Object.prototype;

/**
 * Some of a row's values. A column may be called `constructor` or `toString`: where it is left out, TypeScript sees what every
 * object inherits.
 */
export type SomeOf<Row> = {
  [Key in keyof Row]?: Row[Key] | (Key extends keyof Inherited ? Inherited[Key] : never);
};

/** What was given, and nothing inherited. */
export function ownOf<Row extends object>(given: SomeOf<Row>): Partial<Row> {
  return Object.assign(Object.create(null), given);
}
