import pluralize from 'pluralize';
import { camelCase, splitWords } from '../words.ts';
import type { HouseStyle } from './style.ts';

/** A column's key and its name in the database. */
export interface ColumnNames {
  key: string;
  name: string;
}

/** The names of a new table in the style of the others. */
export interface TableNames {
  /** `orderItems` */
  exportName: string;
  /** `shop_order_items` */
  name: string;
  /** `order-items`: its file, without extension. */
  file: string;
  /** The words for one row. */
  one: string[];
}

export function tableNames(given: string, style: HouseStyle): TableNames {
  const words = splitWords(given);
  const last = pluralize.singular(words.at(-1) ?? '');
  const one = [...words.slice(0, -1), last];
  const many = [...words.slice(0, -1), pluralize.plural(last)];
  return {
    exportName: camelCase(style.exportNumber === 'plural' ? many : one),
    name: style.prefix + inCase(style.tableNumber === 'plural' ? many : one, style.tableNames),
    file: many.join('-'),
    one,
  };
}

/** Where drizzle makes names out of keys, the name is what it will make of this one. */
export function columnNames(words: string[], style: HouseStyle): ColumnNames {
  const key = inCase(words, style.keys);
  if (style.columnNames !== null) return { key, name: inCase(words, style.columnNames) };
  return { key, name: inCase(splitWords(key), style.casing ?? 'camelCase') };
}

/** The words for the column that refers to a row: `customer` and the key `id` make `customer id`. */
export function referenceWords(given: string, targetKey: string): string[] {
  const words = splitWords(given);
  const key = splitWords(targetKey);
  const hasKey = words.length > key.length && words.slice(-key.length).join() === key.join();
  return hasKey ? words : [...words, ...key];
}

/** `invoice` and `status`: the enum's constant `invoiceStatus` and its type `invoice_status`. */
export function enumNames(one: string[], column: string): { id: string; name: string } {
  const words = [...one, ...splitWords(column)];
  return { id: camelCase(words), name: words.join('_') };
}

function inCase(words: string[], style: 'camelCase' | 'snake_case'): string {
  return style === 'snake_case' ? words.join('_') : camelCase(words);
}
