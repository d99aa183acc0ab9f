/** Words that can't name a constant of a module. */
const reserved = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if import in instanceof new null return super switch this throw true try typeof var void while with ' +
    'let static yield await async implements interface package private protected public eval arguments undefined ' +
    'sql relations table'
  ).split(' '),
);

/** Makes the key of an object for a database name; any word will do there, but each only once. */
export function objectKeys(names: string[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const base = toIdentifier(name);
      let key = base;
      for (let n = 2; taken.has(key); n++) key = `${base}${n}`;
      taken.add(key);
      return [name, key];
    }),
  );
}

/** Hands out each name of a module once. */
export class Identifiers {
  readonly #taken: Set<string>;

  /** @param taken names that are not to be had, beside the reserved words */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...reserved, ...taken]);
  }

  /** The camel-case form of a database name; `suffix`, then a number, where it is taken or reserved. */
  take(name: string, suffix: string): string {
    const base = toIdentifier(name);
    const candidates = [base, base + suffix];
    for (let n = 2; candidates.every((candidate) => this.#taken.has(candidate)); n++) {
      candidates.push(`${base}${suffix}${n}`);
    }
    const free = candidates.find((candidate) => !this.#taken.has(candidate)) ?? base;
    this.#taken.add(free);
    return free;
  }
}

/** `created_at` -> `createdAt`, `Order` -> `order`, `userID` -> `userID`, `1st` -> `_1st`. */
export function toIdentifier(name: string): string {
  const words = name.split(/[^\p{L}\p{N}$]+/u).filter(Boolean);
  const camel = words.map((word, index) => {
    const plain = word === word.toUpperCase() ? word.toLowerCase() : word;
    const [first = ''] = plain;
    return (index === 0 ? first.toLowerCase() : first.toUpperCase()) + plain.slice(first.length);
  });
  const joined = camel.join('');
  return /^[\p{L}$]/u.test(joined) ? joined : `_${joined}`;
}

/** A TypeScript string literal. */
export function literal(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"');
  return `'${inner.replaceAll("'", String.raw`\'`)}'`;
}

/** SQL as a tagged template, which undoes one level of escapes. */
export function sqlTemplate(sql: string): string {
  const escaped = sql
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${');
  return `sql\`${escaped}\``;
}
