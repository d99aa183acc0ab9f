import { quote } from '../code.ts';
import type { TypeWord } from './new-table.ts';
import type { HouseStyle } from './style.ts';

/** What a type needs in parentheses. */
export type Args = 'none' | 'length' | 'precision' | 'values';

export interface ColumnType {
  /** For whoever chooses from a list. */
  about: string;
  args: Args;
  /** The builder in drizzle-orm/pg-core; '' for an enum, which is one of its own. */
  builder: string;
  /** The builder's options as source text; '' for none. */
  options: (args: string[], style: HouseStyle) => string;
}

/** The types that a person may name, in the order in which they are offered. */
export const columnTypes: Record<TypeWord, ColumnType> = {
  text: plain('text', 'text of any length'),
  varchar: {
    about: 'text with a longest length',
    args: 'length',
    builder: 'varchar',
    options: ([length]) => `{ length: ${length} }`,
  },
  boolean: plain('boolean', 'true or false'),
  integer: plain('integer', 'a whole number up to 2,147,483,647'),
  bigint: {
    about: 'a larger whole number',
    args: 'none',
    builder: 'bigint',
    options: (_, { bigint }) => `{ mode: ${quote(bigint)} }`,
  },
  smallint: plain('smallint', 'a whole number up to 32,767'),
  numeric: {
    about: 'an exact decimal, e.g. money: numeric(12,2)',
    args: 'precision',
    builder: 'numeric',
    options: ([precision, scale]) => {
      const parts = [
        ...(precision === undefined ? [] : [`precision: ${precision}`]),
        ...(scale === undefined ? [] : [`scale: ${scale}`]),
      ];
      return parts.length > 0 ? `{ ${parts.join(', ')} }` : '';
    },
  },
  real: plain('real', 'a measured number, about 6 digits exact'),
  double: plain('doublePrecision', 'a measured number, about 15 digits exact'),
  date: plain('date', 'a day'),
  time: plain('time', 'a time of day'),
  timestamp: {
    about: 'a moment, with time zone',
    args: 'none',
    builder: 'timestamp',
    options: (_, { timestampPrecision, timestampMode }) =>
      `{ withTimezone: true${timestampPrecision === null ? '' : `, precision: ${timestampPrecision}`}${timestampMode === 'string' ? ", mode: 'string'" : ''} }`,
  },
  uuid: plain('uuid', 'an identifier that another system made'),
  enum: {
    about: 'one of a few words: enum(draft,sent)',
    args: 'values',
    builder: '',
    options: () => '',
  },
  jsonb: plain('jsonb', 'any JSON'),
};

function plain(builder: string, about: string): ColumnType {
  return { about, args: 'none', builder, options: () => '' };
}
