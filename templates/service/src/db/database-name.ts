import { createHash } from 'node:crypto';

/** Bytes of a name that Postgres keeps; it cuts the rest off. */
export const MAX_BYTES = 63;

/**
 * The name of a constraint or an index as migrations write it. Drizzle makes names out of those of tables and columns, and
 * two long ones may differ only behind the place where Postgres cuts: so a long one ends with a hash of the whole.
 */
export function databaseName(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${cutName(name, MAX_BYTES - hash.length - 1)}_${hash}`;
}

/** A name as Postgres keeps it: its first bytes, and no half of a character. */
export function cutName(name: string, bytes = MAX_BYTES): string {
  let cut = name;
  while (Buffer.byteLength(cut) > bytes) cut = Array.from(cut).slice(0, -1).join('');
  return cut;
}
