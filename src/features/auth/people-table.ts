import { member, quote } from '../../code.ts';
import { KitError } from '../../errors.ts';
import type { ColumnModel } from '../../model/columns.ts';
import { tableNamed } from '../../model/named.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import { splitWords } from '../../words.ts';
import { marksOf, mayCall } from './kept-out.ts';

/** What a column with somebody's address is called. */
export const EMAIL = /^(e_?)?mail(_?address)?$/i;

/** The column that may hold somebody's address, of whatever name. */
export function mailColumn({ columns }: TableModel): ColumnModel | undefined {
  const texts = columns.filter(({ kind }) => kind === 'text' || kind === 'custom');
  const says = ({ name }: ColumnModel) => /\b(e ?)?mail\b/.test(splitWords(name).join(' '));
  return texts.find(({ name }) => EMAIL.test(name)) ?? texts.find(says);
}

/**
 * The table of people: the one that a person named, or the likeliest.
 *
 * @param likeliest chooses among the tables that can be imported
 * @throws KitError UNKNOWN_TABLE
 */
export function peopleTable(
  { tables }: ServiceModel,
  name: string,
  likeliest: (tables: TableModel[]) => TableModel | undefined,
): TableModel | undefined {
  const all = tables.filter(({ table }) => table.kind === 'table' && table.exportName);
  if (!name) return likeliest(all);
  const found = tableNamed(
    all.map(({ table }) => table),
    name,
  );
  return all.find(({ table }) => table === found);
}

/** The first of the tables that is called so, in the schema or in the database, and is what it should be. */
export function tableCalled(
  tables: TableModel[],
  name: string,
  isIt: (table: TableModel) => boolean,
): TableModel | undefined {
  return tables.find(
    (model) => (model.table.exportName === name || model.table.name === name) && isIt(model),
  );
}

/** The column that identifies a person; undefined where that takes several, or one of a type that no token can hold. */
export function personKey({ table, columns }: TableModel): ColumnModel | undefined {
  const [key, ...others] = table.primaryKey;
  const column = columns.find((candidate) => candidate.key === key);
  return column && others.length === 0 && keyCode(column, 'UserId') ? column : undefined;
}

/** The table with whose rows those of another are made, as their key says: a profile of an account that others keep. */
export function madeWith({ table }: TableModel): string | undefined {
  const [key, ...others] = table.primaryKey;
  const reference = table.foreignKeys.find(
    ({ columns, targetTable, source }) =>
      source === 'constraint' && columns.join() === key && targetTable !== table.id,
  );
  return others.length === 0 ? reference?.targetTable : undefined;
}

/** @param what why nobody can sign in with the table, as the end of a sentence */
export function refusal({ table }: TableModel, what: string, hint: string): KitError {
  return new KitError('AUTH_USERS', `The users table ${table.exportName} ${what}.`, hint);
}

/** What depends on a key's type: a column that holds one, reading one out of text, and one that nobody has. */
export interface KeyCode {
  builder: string;
  column: string;
  text: string;
  nobody: string;
}

/** @param type the name of the type that a key's own `$type` has in the file */
export function keyCode(key: ColumnModel, type: string): KeyCode | undefined {
  const plain = plainKeyCode(key);
  if (!plain || !key.hasOwnType) return plain;
  return {
    ...plain,
    column: `${plain.column}.$type<${type}>()`,
    text: `${plain.text}.transform((id) => id as ${type})`,
  };
}

function plainKeyCode({ kind, jsType, sqlType }: ColumnModel): KeyCode | undefined {
  const number = { text: 'z.coerce.number().int()', nobody: '0' };
  if (kind === 'uuid') {
    return { builder: 'uuid', column: 'uuid(name)', text: 'z.guid()', nobody: 'randomUUID()' };
  }
  if (kind === 'text') {
    return { builder: 'text', column: 'text(name)', text: 'z.string()', nobody: `'nobody'` };
  }
  if (kind === 'integer') {
    // Postgres refuses a whole statement for a number that is too long for the column.
    const fits = sqlType.startsWith('small') ? 'z.int().min(-32_768).max(32_767)' : 'z.int32()';
    const text = `z.coerce.number().pipe(${fits})`;
    return { builder: 'integer', column: 'integer(name)', ...number, text };
  }
  if (kind !== 'bigint') return undefined;
  return jsType === 'bigint'
    ? {
        builder: 'bigint',
        column: `bigint(name, { mode: 'bigint' })`,
        text: 'z.coerce.bigint().pipe(z.int64())',
        nobody: '0n',
      }
    : { builder: 'bigint', column: `bigint(name, { mode: 'number' })`, ...number };
}

/** The value of a time that the service keeps, as code; undefined for anything else. */
export function stampOf({ maintained, jsType }: ColumnModel): string | undefined {
  if (maintained === null) return undefined;
  if (jsType === 'Date') return 'new Date()';
  return jsType === 'string' ? 'new Date().toISOString()' : undefined;
}

/** What the templates need of whatever table people stand in, under the name `users`. */
export function peopleModel({ table, key }: { table: TableModel; key: ColumnModel }) {
  const active = mayCall(table);
  const { exportName } = table.table;
  return {
    activeImport: active
      ? `import { ${[...active.condition.imports, 'type SQL'].join(', ')} } from 'drizzle-orm';`
      : `import type { SQL } from 'drizzle-orm';`,
    tableImport: `import { ${exportName === 'users' ? 'users' : `${exportName} as users`} } from '../db/schema';`,
    key: member('users', key.key),
    keyName: quote(key.key),
    idAsText: ['uuid', 'text'].includes(key.kind) ? 'userId' : 'String(userId)',
    active: active?.condition.text ?? 'undefined',
    activeReason: active
      ? `one whose row ${active.reason} may not.`
      : 'everybody may whose row is there. A column that marks rows as deleted would be asked here.',
    marks: marksOf(table),
    ...table.names,
  };
}
