/**
 * Replaces parts of a text, each of which must be there.
 *
 * @throws when one is not: the text is no longer the one that this was written for
 */
export function replaceParts(text: string, parts: readonly (readonly [string, string])[]): string {
  return parts.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`The text lacks what is replaced in it: ${from}`);
    return result.replace(from, () => to);
  }, text);
}
