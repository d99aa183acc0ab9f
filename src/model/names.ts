import pluralize from 'pluralize';
import type { Table } from '../schema/table.ts';
import { article } from './article.ts';
import { camelCase, capitalize, hasWords, splitWords } from '../words.ts';

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
/** The s of `order_s` stays: nothing would be left of it. */
const singular = (word: string) => (isEnglish(word) && pluralize.singular(word)) || word;
const plural = (word: string) => (isEnglish(word) ? pluralize.plural(word) : word);

/** `customer_id` of a foreign key -> `customer`: what the row refers to. */
export function referenceName(columnKey: string): string {
  const words = splitWords(columnKey);
  const last = words.at(-1) ?? '';
  const stem = words.length > 1 && ['id', 'uuid', 'fk', 'ref', 'key'].includes(last);
  return camelCase(stem ? words.slice(0, -1) : words);
}

/** A table export often says what it is: `ordersTable`. The resource is `orders`. */
function withoutSuffix(words: string[]): string[] {
  const last = words.at(-1) ?? '';
  return words.length > 1 && ['table', 'tables', 'view'].includes(last)
    ? words.slice(0, -1)
    : words;
}
