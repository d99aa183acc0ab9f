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

/**
 * The names of a table's resource, from the name its export has (`orderItems`, `OrderItemTable`) or, without an export,
 * its name in the database without the shared prefix.
 */
export function namesOf(
  table: Pick<Table, 'exportName' | 'name' | 'prefix' | 'keepsSuffix'>,
): Names {
  const source = table.exportName ?? table.name.slice(table.prefix.length);
  const all = splitWords(source);
  const words = table.keepsSuffix ? all : withoutSuffix(all);
  const last = words.at(-1) ?? 'row';
  const one = [...words.slice(0, -1), pluralize.singular(last)];
  const many = [...words.slice(0, -1), pluralize.plural(pluralize.singular(last))];
  const humanOne = one.join(' ');
  return {
    kebab: many.join('-'),
    kebabOne: one.join('-'),
    camel: camelCase(many),
    camelOne: camelCase(one),
    pascal: one.map(capitalize).join(''),
    human: many.join(' '),
    humanOne,
    aHuman: `${article(humanOne)} ${humanOne}`,
    title: capitalize(many.join(' ')),
    titleOne: capitalize(humanOne),
  };
}

/** A view is often called after the table whose rows it has: `users_view` beside `users` keeps its whole name. */
export function nameViewsApart(tables: Table[]): void {
  const taken = new Set(tables.filter((t) => t.kind === 'table').map((t) => namesOf(t).kebab));
  for (const table of tables) {
    if (table.kind !== 'table' && taken.has(namesOf(table).kebab)) table.keepsSuffix = true;
  }
}

/** `createdAt`, `created_at`, `HTTPServer2` -> lower-case words. Anything else than letters and digits separates. */
export function splitWords(name: string): string[] {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
  const [first] = words;
  if (first === undefined) return ['row'];
  return /^\d/.test(first) ? ['n', ...words] : words;
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

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** `orders.total`, or `orders['grand-total']` where the key is no identifier. */
export function member(object: string, key: string): string {
  return IDENTIFIER.test(key) ? `${object}.${key}` : `${object}[${quote(key)}]`;
}

/** A property name in an object literal. */
export function propertyName(key: string): string {
  return IDENTIFIER.test(key) ? key : quote(key);
}

/** A string literal in single quotes. */
export function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** A table export often says what it is: `ordersTable`. The resource is `orders`. */
function withoutSuffix(words: string[]): string[] {
  const last = words.at(-1) ?? '';
  return words.length > 1 && ['table', 'tables', 'view'].includes(last)
    ? words.slice(0, -1)
    : words;
}
