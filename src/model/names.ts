import pluralize from 'pluralize';
import type { Table } from '../schema/table.ts';
import { article } from './article.ts';

/** Every form of a resource's name that a template may need. Computed once; templates never inflect. */
export interface Names {
  /** `order-items`: folder, file prefix, URL segment, OpenAPI tag. */
  kebab: string;
  /** `order-item` */
  kebabOne: string;
  /** `orderItems` */
  camel: string;
  /** `orderItem` */
  camelOne: string;
  /** `OrderItem` */
  pascal: string;
  /** `OrderItem`, as the API's description calls it: its names are of ASCII letters and digits. */
  described: string;
  /** `order items`, for sentences. */
  human: string;
  /** `order item` */
  humanOne: string;
  /** `an order item` */
  aHuman: string;
  /** `Order items` */
  title: string;
  /** `Order item` */
  titleOne: string;
}

/** What the names of a table's resource are made from. */
export type Named = Pick<Table, 'exportName' | 'name' | 'prefix'>;

/**
 * The names of a table's resource, from the name its export has (`orderItems`, `OrderItemTable`) or, without an export,
 * its name in the database without the shared prefix. Where two tables would get the same ones, see `nameTables`.
 */
export function namesOf({ exportName, name, prefix }: Named): Names {
  const own = name.slice(prefix.length);
  const source = exportName !== null && (hasWords(exportName) || !hasWords(own)) ? exportName : own;
  return namesFrom(withoutSuffix(splitWords(source)));
}

/** The names that words give, the last of which is made singular and plural: `order`, `items`. */
export function namesFrom(words: readonly string[]): Names {
  const last = words.at(-1) ?? '';
  const one = [...words.slice(0, -1), singular(last)];
  return namesOfForms(one, [...words.slice(0, -1), plural(singular(last))]);
}

/** The names of a resource whose singular and plural are given. */
export function namesOfForms(one: readonly string[], many: readonly string[]): Names {
  const humanOne = one.join(' ');
  return {
    kebab: many.join('-'),
    kebabOne: one.join('-'),
    camel: camelCase(many),
    camelOne: camelCase(one),
    pascal: one.map(capitalize).join(''),
    described: one
      .map(capitalize)
      .join('')
      .replace(/[^\w.-]/gu, inAscii),
    human: many.join(' '),
    humanOne,
    aHuman: `${article(humanOne)} ${humanOne}`,
    title: capitalize(many.join(' ')),
    titleOne: capitalize(humanOne),
  };
}

const inAscii = (letter: string) => `U${letter.codePointAt(0)?.toString(16)}`;

/** English has a plural for English words: of others nobody knows it. */
const isEnglish = (word: string) => /^[\x20-\x7e]+$/.test(word);
const singular = (word: string) => (isEnglish(word) ? pluralize.singular(word) : word);
const plural = (word: string) => (isEnglish(word) ? pluralize.plural(word) : word);

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

/** `customer_id` of a foreign key -> `customer`: what the row refers to. */
export function referenceName(columnKey: string): string {
  const words = splitWords(columnKey);
  const last = words.at(-1) ?? '';
  const stem = words.length > 1 && ['id', 'uuid', 'fk', 'ref', 'key'].includes(last);
  return camelCase(stem ? words.slice(0, -1) : words);
}

export function camelCase(words: readonly string[]): string {
  return words.map((word, i) => (i === 0 ? word : capitalize(word))).join('');
}

export function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A table export often says what it is: `ordersTable`. The resource is `orders`. */
function withoutSuffix(words: string[]): string[] {
  const last = words.at(-1) ?? '';
  return words.length > 1 && ['table', 'tables', 'view'].includes(last)
    ? words.slice(0, -1)
    : words;
}
