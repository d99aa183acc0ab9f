import { isIdentifier } from './identifiers.ts';

/**
 * Generated code, and the names in it that have to be imported. The place that it is put into knows where each is from: the
 * fields of a request body are from `src/http/fields`, conditions from drizzle-orm.
 */
export interface Code {
  text: string;
  imports: readonly string[];
}

/** Code around other code, whose imports it takes over. */
export function code(strings: TemplateStringsArray, ...values: (Code | string | number)[]): Code {
  const parts = values.map((value) =>
    typeof value === 'object' ? value : { text: String(value), imports: [] },
  );
  return {
    text: strings.map((string, at) => string + (parts[at]?.text ?? '')).join(''),
    imports: importsOf(...parts),
  };
}

/** A name that has to be imported. */
export function imported(name: string): Code {
  return { text: name, imports: [name] };
}

/** Code without imports. */
export function plainCode(text: string): Code {
  return { text, imports: [] };
}

/** Pieces of code one behind the other. */
export function joined(parts: readonly Code[], separator: string): Code {
  return { text: parts.map(({ text }) => text).join(separator), imports: importsOf(...parts) };
}

/** What pieces of code import, each name once. */
export function importsOf(...parts: readonly (Code | null)[]): string[] {
  return [...new Set(parts.flatMap((part) => part?.imports ?? []))];
}

/** `orders.total`, or `orders['grand-total']` where the key is no identifier. */
export function member(object: string, key: string): string {
  return isIdentifier(key) ? `${object}.${key}` : `${object}[${quote(key)}]`;
}

/** A property name in an object literal. */
export function propertyName(key: string): string {
  return isIdentifier(key) ? key : quote(key);
}

/** A string literal in single quotes. */
export function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
