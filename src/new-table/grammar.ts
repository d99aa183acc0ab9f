import { KitError } from '../errors.ts';
import { nearest } from '../ask/flags.ts';
import {
  columnGrammar,
  type NewColumn,
  type NewReference,
  onDeleteActions,
  referenceGrammar,
  type TypeWord,
  typeWords,
} from './new-table.ts';
import { columnProblem, nameProblem, referenceProblem } from './rules.ts';

/** What people call a type elsewhere. */
const otherWords: Record<string, TypeWord> = {
  bool: 'boolean',
  char: 'varchar',
  string: 'varchar',
  int: 'integer',
  number: 'integer',
  long: 'bigint',
  decimal: 'numeric',
  money: 'numeric',
  float: 'double',
  datetime: 'timestamp',
  timestamptz: 'timestamp',
  json: 'jsonb',
};

/**
 * Reads a column such as `number:varchar(24):unique`, `note:text?`, `status:enum(draft,sent):default(draft)`.
 * @throws KitError INVALID_COLUMN, saying what is wrong with it
 */
export function parseColumn(text: string): NewColumn {
  const column = readColumn(text);
  if (typeof column !== 'string') return column;
  throw new KitError(
    'INVALID_COLUMN',
    `The column "${text}" is not right: ${column}`,
    `A column is written as ${columnGrammar}, e.g. total:numeric(12,2).`,
  );
}

/** Reads a column; returns what is wrong with it as a sentence where it is none. */
export function readColumn(text: string): NewColumn | string {
  const parts = splitOutside(text, ':');
  if (!parts) return 'a parenthesis is not closed, or the shell took it: quote the column.';
  const [name = '', typePart = '', ...modifiers] = parts;
  const named = nameProblem(name);
  if (named) return named;
  const match = /^([A-Za-z]\w*)(?:\((.*)\))?(\[\])?(\?)?$/s.exec(typePart);
  if (!match) return typePart === '' ? 'its type is missing.' : `"${typePart}" is not a type.`;
  const [, word = '', inside, array, optional] = match;
  const type = typeWords.find((known) => known === word);
  if (!type) return unknownType(word);
  const isUnique = modifiers.includes('unique');
  const [value, another] = modifiers.filter((modifier) => modifier !== 'unique');
  const given = value === undefined ? undefined : /^default\((.*)\)$/s.exec(value)?.[1];
  if (another !== undefined || (value !== undefined && given === undefined)) {
    return `"${another ?? value}" is neither unique nor a default(...).`;
  }
  const column: NewColumn = {
    name,
    type,
    args: inside === undefined ? [] : inside.split(',').map((part) => part.trim()),
    array: array !== undefined,
    optional: optional !== undefined,
    unique: isUnique,
    default: given ?? null,
  };
  return columnProblem(column) ?? column;
}

/**
 * Reads a reference such as `customer:customers:cascade` or `approver:users?:set-null`.
 * @throws KitError INVALID_REFERENCE, saying what is wrong with it
 */
export function parseReference(text: string): NewReference {
  const reference = readReference(text);
  if (typeof reference !== 'string') return reference;
  throw new KitError(
    'INVALID_REFERENCE',
    `The reference "${text}" is not right: ${reference}`,
    `A reference is written as ${referenceGrammar}, e.g. customer:customers:cascade.`,
  );
}

function readReference(text: string): NewReference | string {
  const [name = '', target = '', ...modifiers] = text.split(':');
  const named = nameProblem(name);
  if (named) return named;
  const optional = target.endsWith('?');
  const table = optional ? target.slice(0, -1) : target;
  if (table === '') return 'the table is missing.';
  const unique = modifiers.includes('unique');
  const [word = 'no-action', another] = modifiers.filter((modifier) => modifier !== 'unique');
  const onDelete = onDeleteActions.find((action) => action === word);
  if (!onDelete || another !== undefined) {
    return `"${onDelete ? another : word}" is none of unique, ${onDeleteActions.join(', ')}.`;
  }
  const reference: NewReference = { name, table, optional, unique, onDelete };
  return referenceProblem(reference) ?? reference;
}

/** Writes a column so that `parseColumn` reads the same. */
export function formatColumn(column: NewColumn): string {
  const { name, type, args, array, optional, unique } = column;
  const inside = args.length > 0 ? `(${args.join(',')})` : '';
  const head = `${name}:${type}${inside}${array ? '[]' : ''}${optional ? '?' : ''}`;
  const value = column.default === null ? '' : `:default(${column.default})`;
  return `${head}${unique ? ':unique' : ''}${value}`;
}

/** Writes a reference so that `parseReference` reads the same. */
export function formatReference({ name, table, optional, unique, onDelete }: NewReference): string {
  const head = `${name}:${table}${optional ? '?' : ''}${unique ? ':unique' : ''}`;
  return onDelete === 'no-action' ? head : `${head}:${onDelete}`;
}

/** Splits at a separator that stands in no parentheses; undefined where those don't match. */
function splitOutside(text: string, separator: string): string[] | undefined {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return undefined;
    if (character === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return depth === 0 ? parts : undefined;
}

function unknownType(word: string): string {
  const lower = word.toLowerCase();
  const guess = otherWords[lower] ?? nearest(lower, [...typeWords]);
  const hint = guess ? `Did you mean ${guess}?` : `There are ${typeWords.join(', ')}.`;
  return `there is no type "${word}". ${hint}`;
}
