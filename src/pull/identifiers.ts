import { isReservedWord, nameScope } from '../identifiers.ts';
import { TABLE_MEMBERS } from '../schema/refused-names.ts';

/** Makes the key of an object for a database name; any word will do there, but each only once, and none that a table has. */
export function objectKeys(names: string[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const base = toIdentifier(name);
      let key = base;
      for (let n = 2; taken.has(key) || TABLE_MEMBERS.has(key); n++) key = `${base}${n}`;
      taken.add(key);
      return [name, key];
    }),
  );
}

/** Hands out each name of a module once, and none that the language or drizzle-orm has for something else. */
export class Identifiers {
  readonly #choose: (...names: string[]) => string;

  /** @param taken names that are not to be had */
  constructor(taken: Iterable<string>) {
    const others = new Set(['sql', 'relations', 'table', ...taken]);
    this.#choose = nameScope((name) => isReservedWord(name) || others.has(name));
  }

  /** The camel-case form of a database name; `suffix`, then a number, where it is taken or reserved. */
  take(name: string, suffix: string): string {
    const base = toIdentifier(name);
    return this.#choose(base, base + suffix);
  }
}

/** `created_at` -> `createdAt`, `Order` -> `order`, `userID` -> `userID`, `1st` -> `_1st`. */
function toIdentifier(name: string): string {
  const words = name.split(/[^\p{L}\p{N}$]+/u).filter(Boolean);
  const camel = words.map((word, index) => {
    const plain = word === word.toUpperCase() ? word.toLowerCase() : word;
    const [first = ''] = plain;
    return (index === 0 ? first.toLowerCase() : first.toUpperCase()) + plain.slice(first.length);
  });
  const joined = camel.join('');
  return /^[\p{L}$]/u.test(joined) ? joined : `_${joined}`;
}

/** SQL as a tagged template, which undoes one level of escapes. */
export function sqlTemplate(sql: string): string {
  const escaped = sql
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${');
  return `sql\`${escaped}\``;
}
