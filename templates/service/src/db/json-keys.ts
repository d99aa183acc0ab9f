import { randomUUID } from 'node:crypto';

/** JSON in which no name of a field is escaped, and what gives those back their names that can't be written otherwise. */
export interface PlainKeys {
  text: string;
  /** How many names are not what they were. */
  standIns: number;
  restore: <Value>(value: Value) => Value;
}

/**
 * Makes JSON ready for `JSON.parse`, which takes an escaped name for another that it has met: once somebody has sent
 * `{"a":1,"\\":2}`, the field `"` of everybody's `{"a":1,"\"":2}` becomes `\`. It does not happen to names without an escape.
 *
 * @param most how many stand-ins anybody wants: of text with more, nothing is made, and their number is too great
 * @see https://github.com/nodejs/node/issues/63785
 */
export function withPlainKeys(text: string, most = Infinity): PlainKeys {
  if (!text.includes('\\')) return { text, standIns: 0, restore: asItIs };
  // One that nobody can have sent.
  const prefix = randomUUID().slice(0, 18);
  const names = new Map<string, string>();
  const plain = replaceKeys(text, (key) => {
    const name = JSON.parse(key) as string;
    if (!ESCAPED.test(name)) return `"${name}"`;
    // Named twice it is one field, the last one.
    const standIn = names.get(name) ?? `${prefix}-${names.size}`;
    names.set(name, standIn);
    return names.size > most ? undefined : `"${standIn}"`;
  });
  if (names.size === 0) return { text: plain, standIns: 0, restore: asItIs };
  const originals = new Map([...names].map(([name, standIn]) => [standIn, name]));
  return { text: plain, standIns: names.size, restore: (value) => renamed(value, originals) };
}

/** `JSON.parse`, with every field under the name that it was given. */
export function parseJson(
  json: string,
  reviver?: (key: string, value: unknown, context: { source?: string }) => unknown,
): unknown {
  const { text, restore } = withPlainKeys(json);
  return restore(JSON.parse(text, reviver as (key: string, value: unknown) => unknown));
}

function asItIs<Value>(value: Value): Value {
  return value;
}

/** What is no JSON stays as it is, for the parser to say so, and so does all where nothing is to stand for one of its keys. */
function replaceKeys(text: string, replace: (key: string) => string | undefined): string {
  const parts: string[] = [];
  let kept = 0;
  try {
    for (let start = text.indexOf('"'); start >= 0;) {
      const end = endOfString(text, start);
      if (end === text.length) return text;
      const key = text.slice(start, end + 1);
      if (key.includes('\\') && isKey(text, end + 1)) {
        const replaced = replace(key);
        if (replaced === undefined) return text;
        parts.push(text.slice(kept, start), replaced);
        kept = end + 1;
      }
      start = text.indexOf('"', end + 1);
    }
  } catch {
    return text;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept);
}

/** A text with a colon behind it. */
function isKey(text: string, end: number): boolean {
  let next = end;
  while (BLANKS.has(text.charCodeAt(next))) next++;
  return text[next] === ':';
}

/** What JSON may have only an escape for: control characters, and half of another. */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u;

const BLANKS = new Set([9, 10, 13, 32]);
const BACKSLASH = 92;

/** @returns where the quote stands that ends the text which starts here; the length of all where none does */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/** Without calling itself: how deep it is, nobody has looked yet. */
function renamed<Value>(value: Value, names: Map<string, string>): Value {
  if (typeof value !== 'object' || value === null) return value;
  const root: Record<string, unknown> = { value };
  const places: [holder: Record<string, unknown>, key: string][] = [[root, 'value']];
  for (const [holder, place] of places) {
    const node = holder[place] as Record<string, unknown>;
    const copy = Array.isArray(node) ? node : {};
    for (const key of Object.keys(node)) {
      const name = names.get(key) ?? key;
      const child = node[key];
      if (copy !== node) setField(copy, name, child);
      if (typeof child === 'object' && child !== null) places.push([copy, name]);
    }
    setField(holder, place, copy);
  }
  return root['value'] as Value;
}

function setField(fields: Record<string, unknown>, key: string, value: unknown): void {
  // Set as any other, it would be the prototype.
  if (key !== '__proto__') fields[key] = value;
  else Object.defineProperty(fields, key, { value, ...FIELD });
}

const FIELD = { enumerable: true, configurable: true, writable: true };
