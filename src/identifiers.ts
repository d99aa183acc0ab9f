/** What JavaScript and TypeScript call by a word of their own, so that nothing else may be, or should be, called so. */
const WORDS = new Set(
  `abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default
  delete do else enum eval export extends false finally for from function get globalThis if implements import in Infinity
  instanceof interface let module NaN new null number object of package private protected public require return set static
  string super switch symbol this throw true try type typeof undefined unknown var void while with yield`.split(
    /\s+/,
  ),
);

const IDENTIFIER = /^[\p{ID_Start}_$][\p{ID_Continue}$\u200c\u200d]*$/u;

/** Whether the text is spelled as an identifier, be it a word of the language. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** Whether a variable should not be called so, whatever else the file holds. */
export function isReservedWord(text: string): boolean {
  return WORDS.has(text);
}

/**
 * The first of the names that nobody has; the last one with a number where all are taken.
 *
 * @param isTaken what the place knows: other variables, imports, words of the language
 */
export function freeName(names: readonly string[], isTaken: (name: string) => boolean): string {
  const free = names.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  const last = names.at(-1) ?? 'value';
  for (let i = 2; ; i += 1) if (!isTaken(`${last}${i}`)) return `${last}${i}`;
}

/**
 * The names of one place, a file or a function, each of which is given out once.
 *
 * @returns a function from the names that would do, best first, to the one that was free
 */
export function nameScope(isTaken: (name: string) => boolean): (...names: string[]) => string {
  const given = new Set<string>();
  return (...names) => {
    const name = freeName(names, (candidate) => given.has(candidate) || isTaken(candidate));
    given.add(name);
    return name;
  };
}
