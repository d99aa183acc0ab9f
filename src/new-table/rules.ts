import { splitWords } from '../words.ts';
import { defaultOf } from './defaults.ts';
import type { NewColumn, NewReference, TypeWord } from './new-table.ts';
import { columnTypes } from './types.ts';

/** Postgres cuts longer names. */
const longestName = 63;

/** What is wrong with a name for a table, a column or a reference; undefined when it will do. */
export function nameProblem(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    return `"${name}" is not a name: a letter first, then letters, digits, - and _.`;
  }
  const words = splitWords(name);
  // The longest name that is made of it has `_id` behind it.
  if (words.join('_').length > longestName - 3) return `"${name}" is too long a name for Postgres.`;
  // Columns are looked up in objects by their keys.
  if (words.join('') in {} || name in {}) return `"${name}" can't name anything in JavaScript.`;
  return undefined;
}

/** What is wrong with a column, beside its name; undefined when it can be written. */
export function columnProblem(column: NewColumn): string | undefined {
  const { type, args, array, unique } = column;
  const problem = argsProblem(type, args);
  if (problem) return problem;
  if (unique && array) return 'an array can be unique, but then as a whole: add that by hand.';
  if (unique && (type === 'boolean' || type === 'enum' || type === 'jsonb')) {
    return `a unique ${type} leaves room for few rows.`;
  }
  if (column.default === null) return undefined;
  if (array) return 'the default of an array has to be added by hand.';
  if (unique) return 'a default that is unique can be used by one row only.';
  return defaultOf(column).problem;
}

/** What is wrong with what stands in the parentheses behind a type. */
export function argsProblem(type: TypeWord, args: string[]): string | undefined {
  switch (columnTypes[type].args) {
    case 'none':
      return args.length > 0 ? `${type} takes nothing in parentheses.` : undefined;
    case 'length':
      return args.length === 1 && isWithin(args[0], 1, 10_485_760)
        ? undefined
        : `${type} needs the longest length: ${type}(200).`;
    case 'precision':
      return precisionProblem(type, args);
    case 'values':
      return valuesProblem(args);
  }
}

/** What is wrong with a reference, beside its name and its table. */
export function referenceProblem({ optional, onDelete }: NewReference): string | undefined {
  return onDelete === 'set-null' && !optional
    ? 'set-null needs a reference that may be missing: put ? behind the table.'
    : undefined;
}

function precisionProblem(type: TypeWord, args: string[]): string | undefined {
  const [precision, scale = '0'] = args;
  if (precision === undefined) return undefined;
  const isFine = isWithin(precision, 1, 1000) && isWithin(scale, 0, Number(precision));
  return isFine && args.length <= 2
    ? undefined
    : `${type}(12,2) means 12 digits, 2 of them behind the point.`;
}

function valuesProblem(values: string[]): string | undefined {
  if (values.length === 0 || values.includes('')) return 'enum needs its values: enum(draft,sent).';
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) return `the value "${twice}" is there twice.`;
  const long = values.find((value) => Buffer.byteLength(value) > longestName);
  return long === undefined ? undefined : `the value "${long}" is too long for Postgres.`;
}

function isWithin(text: string | undefined, least: number, most: number): boolean {
  return /^\d+$/.test(text ?? '') && Number(text) >= least && Number(text) <= most;
}
