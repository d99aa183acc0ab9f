import { KitError } from '../errors.ts';
import { nearest } from '../flags.ts';
import {
  columnGrammar,
  type NewColumn,
  type NewReference,
  type OnDelete,
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
  const fail = (problem: string): never => {
    const hint = `A column is written as ${columnGrammar}, e.g. total:numeric(12,2).`;
    throw new KitError('INVALID_COLUMN', `The column "${text}" is not right: ${problem}`, hint);
  };
  const [name = '', typePart, ...modifiers] = splitOutside(text, ':') ?? fail(unbalanced);
  const named = nameProblem(name);
  if (named) return fail(named);
  const match = /^([A-Za-z]\w*)(?:\((.*)\))?(\[\])?(\?)?$/s.exec(typePart ?? '');
  if (!match) return fail(`the type is missing or not a type: "${typePart ?? ''}".`);
  const [, word = '', inside, array, optional] = match;
  const type = typeWords.find((known) => known === word) ?? fail(unknownType(word));
  const column: NewColumn = {
    name,
    type,
    args: inside === undefined ? [] : inside.split(',').map((part) => part.trim()),
    array: array !== undefined,
    optional: optional !== undefined,
    unique: false,
    default: null,
  };
  for (const modifier of modifiers) {
    const value = /^default\((.*)\)$/s.exec(modifier)?.[1];
    if (modifier === 'unique') column.unique = true;
    else if (value !== undefined) column.default = value;
    else fail(`"${modifier}" is neither unique nor default(...).`);
  }
  const problem = columnProblem(column);
  return problem ? fail(problem) : column;
}

/**
 * Reads a reference such as `customer:customers:cascade` or `approver:users?:set-null`.
 * @throws KitError INVALID_REFERENCE, saying what is wrong with it
 */
export function parseReference(text: string): NewReference {
  const fail = (problem: string): never => {
    const hint = `A reference is written as ${referenceGrammar}, e.g. customer:customers:cascade.`;
    const message = `The reference "${text}" is not right: ${problem}`;
    throw new KitError('INVALID_REFERENCE', message, hint);
  };
  const [name = '', target = '', ...modifiers] = text.split(':');
  const named = nameProblem(name);
  if (named) return fail(named);
  const optional = target.endsWith('?');
  const table = optional ? target.slice(0, -1) : target;
  if (table === '') return fail('the table is missing.');
  const actions = modifiers.filter((modifier) => modifier !== 'unique');
  const [action = 'no-action', another] = actions;
  if (another !== undefined) return fail(`"${another}" is one too many.`);
  if (!isOnDelete(action)) return fail(`"${action}" is none of ${onDeleteActions.join(', ')}.`);
  const unique = modifiers.includes('unique');
  const reference: NewReference = { name, table, optional, unique, onDelete: action };
  const problem = referenceProblem(reference);
  return problem ? fail(problem) : reference;
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

const unbalanced =
  'a parenthesis is not closed. Quote the column, so that the shell leaves it alone.';

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
  const known = `There are ${typeWords.join(', ')}`;
  return `there is no type "${word}". ${guess ? `Did you mean ${guess}? ` : ''}${known}.`;
}

function isOnDelete(word: string): word is OnDelete {
  return onDeleteActions.some((action) => action === word);
}
