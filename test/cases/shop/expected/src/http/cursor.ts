import { z } from 'zod';

/**
 * Where a page ended: the order it was in and the last row's values in it. Opaque to clients, so that it may change. It
 * grants nothing: whatever it says, the query that uses it is restricted like any other.
 */
const cursor = z.tuple([z.string(), z.array(z.string().nullable())]);

/**
 * @param sort the order as the client writes it, e.g. `-placedAt,id`
 * @param values of the last row, one for each column of the order
 */
export function encodeCursor(sort: string, values: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([sort, values])).toString('base64url');
}

/** The values in the cursor, or undefined when it is not one of ours or belongs to another order. */
export function decodeCursor(
  text: string,
  sort: string,
  length: number,
): (string | null)[] | undefined {
  try {
    const parsed = cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return parsed[0] === sort && parsed[1].length === length ? parsed[1] : undefined;
  } catch {
    return undefined;
  }
}
