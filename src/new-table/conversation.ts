import pluralize from 'pluralize';
import { askText, askYesNo, chooseOne } from '../ask/prompt.ts';
import type { Person } from '../ask/conversation.ts';
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

/** Asks for everything about a new table; throws Back on Escape, Cancelled on Ctrl-C. */
export async function askNewTable(
  { tables, tableProblem }: Surroundings,
  person: Person,
): Promise<NewTable> {
  const name = await askText(
    'What is the table called?',
    (text) => nameProblem(text) ?? tableProblem(text),
    person,
  );
  person.say('Its columns, without its key. A whole one can be typed: total:numeric(12,2).');
  const columns = await askColumns(person);
  const references = await askReferences([...tables, name], name, person);
  const timestamps = await askYesNo('Keep when a row was created and updated?', true, person);
  const softDelete = await askYesNo(
    'Keep deleted rows, marked with the time (soft delete)?',
    false,
    person,
  );
  return { name, columns, references, timestamps, softDelete };
}

async function askColumns(person: Person): Promise<NewColumn[]> {
  const columns: NewColumn[] = [];
  for (;;) {
    const problem = (text: string) => (text === '' ? undefined : columnTextProblem(text));
    const message = `Column ${columns.length + 1} (empty to go on)`;
    const text = await askText(message, problem, person);
    if (text === '') return columns;
    columns.push(text.includes(':') ? parseColumn(text) : await askColumn(text, person));
  }
}

/** A name, or a whole column in the grammar of the flags. */
function columnTextProblem(text: string): string | undefined {
  if (!text.includes(':')) return nameProblem(text);
  const column = readColumn(text);
  return typeof column === 'string' ? column : undefined;
}

async function askColumn(name: string, person: Person): Promise<NewColumn> {
  const type = await chooseOne<TypeWord>(
    `What is ${name}?`,
    typeWords.map((word) => ({ value: word, title: word, description: columnTypes[word].about })),
    person,
  );
  const args = await askArgs(type, person);
  const optional = !(await askYesNo('Does every row have one?', true, person));
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
  const unique = mayBeUnique && (await askYesNo('Is it unique?', false, person));
  if (unique) return { ...column, unique };
  const value = await askText(
    `A default? (${takenDefault(type)}; empty for none)`,
    (text) => (text === '' ? undefined : columnProblem({ ...column, default: text })),
    person,
  );
  return { ...column, default: value === '' ? null : value };
}

async function askArgs(type: TypeWord, person: Person): Promise<string[]> {
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
    person,
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
  person: Person,
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
      person,
    )
  ) {
    const table = await chooseOne('To which?', choices, person);
    references.push(await askReference(table, table === own, person));
  }
  return references;
}

async function askReference(table: string, isSelf: boolean, person: Person): Promise<NewReference> {
  const base = table.split('.').at(-1) ?? table;
  const initial = isSelf ? 'parent' : pluralize.singular(base);
  const name = await askText('What is that to the row?', nameProblem, person, initial);
  const optional = isSelf || !(await askYesNo('Does every row have one?', true, person));
  const unique = await askYesNo('Can only one row refer to the same?', false, person);
  const onDelete = await chooseOne<OnDelete>(
    'When that is deleted, this row',
    [
      { value: 'restrict', title: 'keeps it from being deleted' },
      { value: 'cascade', title: 'is deleted too' },
      ...(optional ? [{ value: 'set-null' as const, title: 'loses the reference' }] : []),
    ],
    person,
  );
  return { name, table, optional, unique, onDelete };
}
