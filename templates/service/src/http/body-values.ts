import { isKept, keepsNumbers } from '../db/exact-number';
import { parseJson } from '../db/json-keys';
import { isWithinLevels, MAX_JSON_DEPTH } from './body-limits';
import { jsonPointer } from './pointer';
import { type Problem, unprocessable } from './problem';

/** How texts that are refused look in JSON: `\u0000`, half of a character. Most bodies have none. */
const ESCAPES = /\\u(?:0000|d[89a-f])/i;

/** Stands for a number that is not what was sent. */
const INEXACT = Symbol('inexact');

/**
 * What of a body could not be stored as it was sent: NUL, which Postgres has no place for; half of a surrogate pair, which would
 * become another character; a number that JavaScript would round.
 *
 * @param text JSON that was parsed without an error
 */
export function valueProblem(text: string): Problem | null {
  if (!ESCAPES.test(text) && keepsNumbers(text)) return null;
  // A reviver goes down into what it is given, and the stack has an end.
  if (!isWithinLevels(text, MAX_LEVELS)) {
    return refused([], `Must be at most ${MAX_JSON_DEPTH} levels deep`);
  }
  const found = find(parseJson(text, markInexact));
  if (!found) return null;
  return refused(found.path, found.detail);
}

/** JSON of any shape may itself stand in something. */
const MAX_LEVELS = 2 * MAX_JSON_DEPTH;

function refused(path: string[], detail: string): Problem {
  return unprocessable('The body is not valid.', [{ pointer: jsonPointer(path), detail }]);
}

/** A reviver. Of a number, `JSON.parse` also says how it was written. */
function markInexact(_key: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  return isKept(source, value) ? value : INEXACT;
}

function faultOf(value: unknown): string | undefined {
  if (value === INEXACT)
    return 'Must be a number that is kept as it is: it has too many digits, or is out of range';
  if (typeof value !== 'string') return undefined;
  if (value.includes('\0')) return 'Must not hold a NUL character';
  return value.isWellFormed() ? undefined : 'Must not hold half of a character';
}

/** The first place where something is wrong. */
function find(value: unknown, path: string[] = []): { path: string[]; detail: string } | undefined {
  const detail = faultOf(value);
  if (detail) return { path, detail };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const inside = [...path, key];
    const keyDetail = faultOf(key);
    const found = keyDetail ? { path: inside, detail: keyDetail } : find(child, inside);
    if (found) return found;
  }
  return undefined;
}
