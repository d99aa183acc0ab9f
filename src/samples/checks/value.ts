import type { Column } from '../../schema/table.ts';
import { timeOf } from './times.ts';

/** A point or a length of time, so that each compares and adds up as in SQL. `at` is in milliseconds. */
export interface Time {
  is: 'moment' | 'day' | 'clock' | 'span';
  at: number;
}

/** A value that is there, of which no more is known than whose it is: another row's key, a generated one. */
export interface Opaque {
  is: 'opaque';
  /** Two opaque values of one kind with different identities differ. */
  kind: string;
  identity: string;
}

export interface Json {
  is: 'json';
  value: unknown;
}

/** Neither the value nor whether there is one is known. */
export const UNKNOWN = Symbol('unknown');

/** What an SQL expression comes to. A number stands for every numeric type, a text for whatever is written as one. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Time
  | Opaque
  | Json
  | Value[]
  | typeof UNKNOWN;

export const isTime = (value: Value): value is Time =>
  typeof value === 'object' && value !== null && 'at' in value;

export const isOpaque = (value: Value): value is Opaque =>
  typeof value === 'object' && value !== null && 'identity' in value;

/** Whether nothing can be worked out with the value. */
export const isUnclear = (value: Value): boolean => value === UNKNOWN || isOpaque(value);

/** A value as drizzle takes it for the column, as the evaluator takes it. */
export function fromSample(value: unknown, column: Column): Value {
  if (value === null || value === undefined) return null;
  if (column.arrayDimensions > 0 && Array.isArray(value)) {
    const element = { ...column, arrayDimensions: column.arrayDimensions - 1 };
    return value.map((item) => fromSample(item, element));
  }
  switch (column.kind) {
    case 'integer':
    case 'bigint':
    case 'float':
    case 'decimal':
      return Number(value);
    case 'boolean':
      return Boolean(value);
    case 'date':
      return timeOf(value, 'day') ?? UNKNOWN;
    case 'timestamp':
      return timeOf(value, 'moment') ?? UNKNOWN;
    case 'time':
      return timeOf(value, 'clock') ?? UNKNOWN;
    case 'interval':
      return timeOf(value, 'span') ?? UNKNOWN;
    case 'json':
      return { is: 'json', value };
    default:
      // Two texts that differ may be equal in citext.
      return typeof value === 'string' && !/^citext/i.test(column.sqlType)
        ? value
        : opaque(`${column.kind} ${column.key}`, JSON.stringify(value));
  }
}

export const opaque = (kind: string, identity: string): Opaque => ({
  is: 'opaque',
  kind,
  identity,
});
