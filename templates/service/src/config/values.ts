import { z } from 'zod';

export const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

export const milliseconds = (max = 3_600_000) => integer(0, max);

export const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((value) => value === 'true' || value === '1');

/** An Origin as browsers send it: scheme, host, port, no path. */
export function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}
