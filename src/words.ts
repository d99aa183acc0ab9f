/**
 * `createdAt`, `created_at`, `HTTPServer2` -> lower-case words. Anything else than letters and digits separates. Latin
 * letters lose their accents, so that a URL can be typed (`catégories` -> `categories`); other scripts stay as they are.
 *
 * @returns at least one word; `row` where the name has neither letter nor digit
 */
export function splitWords(name: string): string[] {
  const words = foldAccents(name)
    .replace(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
  const [first] = words;
  if (first === undefined) return ['row'];
  return /^\p{N}/u.test(first) ? ['n', ...words] : words;
}

/** Whether there is something in the name that a URL can be made of. */
export function hasWords(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name);
}

/** Letters that Unicode does not take apart into a plain one and its accent. */
const FOLDED = new Map(
  'ß ss,ẞ SS,æ ae,Æ Ae,œ oe,Œ Oe,ø o,Ø O,đ d,Đ D,ð d,Ð D,þ th,Þ Th,ł l,Ł L,ħ h,Ħ H,ı i'
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
);

function foldAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/\p{Script=Latin}/gu, (letter) => FOLDED.get(letter) ?? letter);
}

export function camelCase(words: readonly string[]): string {
  return words.map((word, i) => (i === 0 ? word : capitalize(word))).join('');
}

export function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
