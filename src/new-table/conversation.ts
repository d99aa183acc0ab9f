import pluralize from 'pluralize';
import { askText, askYesNo, chooseOne } from '../prompt.ts';
import { say, type Terminal } from '../report/terminal.ts';
import { takenDefault } from './defaults.ts';
import { parseColumn, readColumn } from './grammar.ts';
import {
  type NewColumn,
  type NewReference,
  type NewTable,
  type OnDelete,
  type TypeWord,
  typeWords,
} from './new-table.ts';
import { argsProblem, columnProblem, nameProblem } from './rules.ts';
import { columnTypes } from './types.ts';

/** What the questions depend on: the tables that can be referred to, and names that are taken. */
export interface Surroundings {
  tables: string[];
  tableProblem: (name: string) => string | undefined;
}

/** Asks for everything about a new table; throws Cancelled on Ctrl-C. */
export async function askNewTable(
  { tables, tableProblem }: Surroundings,
  terminal: Terminal,
): Promise<NewTable> {
  const { signal } = terminal;
  const name = await askText(
    'What is the table called?',
    (text) => nameProblem(text) ?? tableProblem(text),
    signal,
  );
  say(terminal, 'Its columns, without its key. A whole one can be typed: total:numeric(12,2).');
  const columns = await askColumns(signal);
  const references = await askReferences([...tables, name], name, signal);
  const timestamps = await askYesNo('Keep when a row was created and updated?', true, signal);
  const softDelete = await askYesNo(
    'Keep deleted rows, marked with the time (soft delete)?',
    false,
    signal,
  );
  return { name, columns, references, timestamps, softDelete };
}

async function askColumns(signal: AbortSignal): Promise<NewColumn[]> {
  const columns: NewColumn[] = [];
  for (;;) {
    const problem = (text: string) => (text === '' ? undefined : columnTextProblem(text));
    const message = `Column ${columns.length + 1} (empty to go on)`;
    const text = await askText(message, problem, signal);
    if (text === '') return columns;
    columns.push(text.includes(':') ? parseColumn(text) : await askColumn(text, signal));
  }
}

/** A name, or a whole column in the grammar of the flags. */
function columnTextProblem(text: string): string | undefined {
  if (!text.includes(':')) return nameProblem(text);
  const column = readColumn(text);
  return typeof column === 'string' ? column : undefined;
}

async function askColumn(name: string, signal: AbortSignal): Promise<NewColumn> {
  const type = await chooseOne<TypeWord>(
    `What is ${name}?`,
    typeWords.map((word) => ({ value: word, title: word, description: columnTypes[word].about })),
    signal,
  );
  const args = await askArgs(type, signal);
  const optional = !(await askYesNo('Does every row have one?', true, signal));
  const column: NewColumn = {
    name,
    type,
    args,
    array: false,
    optional,
    unique: false,
    default: null,
  };
  const mayBeUnique = columnProblem({ ...column, unique: true }) === undefined;
  const unique = mayBeUnique && (await askYesNo('Is it unique?', false, signal));
  if (unique) return { ...column, unique };
  const value = await askText(
    `A default? (${takenDefault(type)}; empty for none)`,
    (text) => (text === '' ? undefined : columnProblem({ ...column, default: text })),
    signal,
  );
  return { ...column, default: value === '' ? null : value };
}

async function askArgs(type: TypeWord, signal: AbortSignal): Promise<string[]> {
  const questions = {
    none: undefined,
    length: ['How long may it be?', '200'],
    precision: ['How many digits, and how many of them behind the point?', '12,2'],
    values: ['Which values?', ''],
  } as const;
  const question = questions[columnTypes[type].args];
  if (question === undefined) return [];
  const [message, initial] = question;
  const text = await askText(
    message,
    (typed) => argsProblem(type, partsOf(typed)) ?? parenthesisProblem(typed),
    signal,
    initial,
  );
  return partsOf(text);
}

function partsOf(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** What is typed here must also be writable as a flag. */
function parenthesisProblem(text: string): string | undefined {
  return /[()]/.test(text) ? 'Parentheses can not be part of it.' : undefined;
}

async function askReferences(
  tables: string[],
  own: string,
  signal: AbortSignal,
): Promise<NewReference[]> {
  const references: NewReference[] = [];
  const choices = tables.map((table) => ({
    value: table,
    title: table === own ? `${table} (itself)` : table,
  }));
  while (
    await askYesNo(
      references.length === 0 ? 'Does a row refer to another table?' : 'And to another one?',
      false,
      signal,
    )
  ) {
    const table = await chooseOne('To which?', choices, signal);
    references.push(await askReference(table, table === own, signal));
  }
  return references;
}

async function askReference(
  table: string,
  isSelf: boolean,
  signal: AbortSignal,
): Promise<NewReference> {
  const base = table.split('.').at(-1) ?? table;
  const initial = isSelf ? 'parent' : pluralize.singular(base);
  const name = await askText('What is that to the row?', nameProblem, signal, initial);
  const optional = isSelf || !(await askYesNo('Does every row have one?', true, signal));
  const unique = await askYesNo('Can only one row refer to the same?', false, signal);
  const onDelete = await chooseOne<OnDelete>(
    'When that is deleted, this row',
    [
      { value: 'restrict', title: 'keeps it from being deleted' },
      { value: 'cascade', title: 'is deleted too' },
      ...(optional ? [{ value: 'set-null' as const, title: 'loses the reference' }] : []),
    ],
    signal,
  );
  return { name, table, optional, unique, onDelete };
}
