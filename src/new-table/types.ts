import { quote } from '../code.ts';
import type { Column } from '../schema/table.ts';
import type { TypeWord } from './new-table.ts';
import type { HouseStyle } from './style.ts';

/** What a type needs in parentheses. */
export type Args = 'none' | 'length' | 'precision' | 'values';

type Facts = Pick<Column, 'kind' | 'jsType' | 'sqlType'> & Partial<Column>;

export interface ColumnType {
  /** For whoever chooses from a list. */
  about: string;
  args: Args;
  /** The builder in drizzle-orm/pg-core; '' for an enum, which is one of its own. */
  builder: string;
  /** The builder's options as source text; '' for none. */
  options: (args: string[], style: HouseStyle) => string;
  /** What the schema's reader will say of such a column. */
  facts: (args: string[], style: HouseStyle) => Facts;
}

/** The types that a person may name, in the order in which they are offered. */
export const columnTypes: Record<TypeWord, ColumnType> = {
  text: plain('text', 'text of any length', { kind: 'text', jsType: 'string', sqlType: 'text' }),
  varchar: {
    about: 'text with a longest length',
    args: 'length',
    builder: 'varchar',
    options: ([length]) => `{ length: ${length} }`,
    facts: ([length]) => ({
      kind: 'text',
      jsType: 'string',
      sqlType: `varchar(${length})`,
      length: Number(length),
    }),
  },
  boolean: plain('boolean', 'true or false', {
    kind: 'boolean',
    jsType: 'boolean',
    sqlType: 'boolean',
  }),
  integer: plain('integer', 'a whole number up to 2,147,483,647', {
    kind: 'integer',
    jsType: 'number',
    sqlType: 'integer',
  }),
  bigint: {
    about: 'a larger whole number',
    args: 'none',
    builder: 'bigint',
    options: (_, { bigint }) => `{ mode: ${quote(bigint)} }`,
    facts: (_, { bigint }) => ({ kind: 'bigint', jsType: bigint, sqlType: 'bigint' }),
  },
  smallint: plain('smallint', 'a whole number up to 32,767', {
    kind: 'integer',
    jsType: 'number',
    sqlType: 'smallint',
  }),
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
    facts: (args) => ({
      kind: 'decimal',
      jsType: 'string',
      sqlType: args.length > 0 ? `numeric(${args.join(', ')})` : 'numeric',
      precision: numberOf(args[0]),
      scale: numberOf(args[1]),
    }),
  },
  real: plain('real', 'a measured number, about 6 digits exact', {
    kind: 'float',
    jsType: 'number',
    sqlType: 'real',
  }),
  double: plain('doublePrecision', 'a measured number, about 15 digits exact', {
    kind: 'float',
    jsType: 'number',
    sqlType: 'double precision',
  }),
  date: plain('date', 'a day', { kind: 'date', jsType: 'string', sqlType: 'date' }),
  time: plain('time', 'a time of day', { kind: 'time', jsType: 'string', sqlType: 'time' }),
  timestamp: {
    about: 'a moment, with time zone',
    args: 'none',
    builder: 'timestamp',
    options: (_, { timestampPrecision, timestampMode }) =>
      `{ withTimezone: true${timestampPrecision === null ? '' : `, precision: ${timestampPrecision}`}${timestampMode === 'string' ? ", mode: 'string'" : ''} }`,
    facts: (_, { timestampPrecision, timestampMode }) => ({
      kind: 'timestamp',
      jsType: timestampMode === 'string' ? 'string' : 'Date',
      sqlType: `timestamp${timestampPrecision === null ? '' : ` (${timestampPrecision})`} with time zone`,
      precision: timestampPrecision,
      withTimezone: true,
    }),
  },
  uuid: plain('uuid', 'an identifier that another system made', {
    kind: 'uuid',
    jsType: 'string',
    sqlType: 'uuid',
  }),
  enum: {
    about: 'one of a few words: enum(draft,sent)',
    args: 'values',
    builder: '',
    options: () => '',
    facts: (values) => ({ kind: 'enum', jsType: 'string', sqlType: '', enumValues: values }),
  },
  jsonb: plain('jsonb', 'any JSON', { kind: 'json', jsType: 'object', sqlType: 'jsonb' }),
};

function plain(builder: string, about: string, facts: Facts): ColumnType {
  return { about, args: 'none', builder, options: () => '', facts: () => facts };
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
