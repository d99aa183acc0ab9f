import { z } from 'zod';
import type { Context } from '../db/context';
import { keyOf, MAX_INCLUDED, readRelated, type Related } from '../db/includes';
import { maxBytes } from '../db/page-bytes';

/** Of a row, the lists of which only the first rows came along, by the name of the include. */
export const MORE = '_more';

/** What may be brought along with a row. */
export interface Include<Target extends z.ZodObject = z.ZodObject> extends Related<Target> {
  /** For many: the URL of the list that has all of them, with `{}` for each value of `from`. */
  list?: string | undefined;
}

export type Includes = Record<string, Include>;

type Row = Record<string, unknown>;

/** A row that this one refers to. */
export function one<Target extends z.ZodObject>(include: Omit<Include<Target>, 'many'>) {
  return { ...include, many: false as const };
}

/** Rows that refer to this one, directly or through a join table. */
export function many<Target extends z.ZodObject>(include: Omit<Include<Target>, 'many'>) {
  return { ...include, many: true as const };
}

type IncludedShape<I extends Includes> = {
  [Name in keyof I]: z.ZodOptional<
    I[Name]['many'] extends true
      ? z.ZodArray<I[Name]['response']>
      : z.ZodNullable<I[Name]['response']>
  >;
} & (true extends I[keyof I]['many'] ? MoreShape : unknown);

interface MoreShape {
  [MORE]: z.ZodOptional<z.ZodObject<Record<string, z.ZodOptional<z.ZodNullable<z.ZodString>>>>>;
}

/** The response schema's part for what may be brought along; each is there only when it was asked for. */
export function includedShape<I extends Includes>(includes: I): IncludedShape<I> {
  const all = Object.entries(includes);
  const lists = all.filter(([, include]) => include.many);
  const more = Object.fromEntries(lists.map(([name]) => [name, z.string().nullable().optional()]));
  return Object.fromEntries([
    ...all.map(([name, { many: isMany, response }]) => [
      name,
      (isMany ? z.array(response) : response.nullable()).optional(),
    ]),
    ...(lists.length > 0
      ? [[MORE, z.object(more).optional().meta({ description: MORE_MEANS })]]
      : []),
  ]) as IncludedShape<I>;
}

const MORE_MEANS = `Where more than ${MAX_INCLUDED} rows could come along, the list that has all of them`;

/**
 * Reads what was asked for and puts it onto the rows: one query for each name, however many rows there are.
 *
 * @param names checked against `includes` before
 * @returns how many rows have all that belongs to them. What belongs to the others is more than an answer has room for; of what belongs
 * to the first row, a part comes along in any case, and it says so
 */
export async function loadIncludes(
  context: Context,
  includes: Includes,
  names: readonly string[],
  rows: Row[],
): Promise<number> {
  const bytes = maxBytes(context, 1 + names.length);
  let whole = rows;
  for (const name of names) {
    const include = includes[name];
    if (!include) continue;
    const { groups, cutAt } = await readRelated(context, include, whole, bytes);
    const keyIn = (row: Row) => keyOf(include.from.map((key) => row[key]));
    const cut = whole.findIndex((row) => keyIn(row) === cutAt);
    if (cut >= 0) whole = whole.slice(0, Math.max(1, cut));
    for (const row of whole) {
      const matches = groups.get(keyIn(row)) ?? [];
      row[name] = include.many ? matches.slice(0, MAX_INCLUDED) : (matches[0] ?? null);
      if (include.many && (cut === 0 || matches.length > MAX_INCLUDED)) {
        row[MORE] = { ...(row[MORE] as object), [name]: wholeList(include, row) };
      }
    }
  }
  return whole.length;
}

/** The URL of the list that has all rows that belong to this one; null where there is no such list. */
export function wholeList({ list, from }: Include, row: Row): string | null {
  if (list === undefined) return null;
  const values = from.map((key) => {
    const value = row[key];
    return encodeURIComponent(value instanceof Date ? value.toISOString() : String(value));
  });
  return list.replaceAll('{}', () => values.shift() ?? '');
}
