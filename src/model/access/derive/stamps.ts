import { splitWords } from '../../../words.ts';
import type { Column, Table } from '../../../schema/table.ts';
import type { ColumnModel } from '../../columns.ts';
import type { TableModel } from '../../service.ts';
import type { Stamps, Who } from '../access.ts';
import type { Decision } from './decision.ts';
import { ownReferences, type People } from './owner.ts';
import { looseColumns, referenceWords, saysReference } from './references.ts';

/**
 * Who made a row, and can't be somebody else. A reporter or a requester can: members enter for others what they were told.
 */
const MADE_BY =
  /^(author|creator|poster|uploader|sender|inviter|(created?|creation|authored|written|posted|uploaded|added|inserted|entered|recorded|sent|invited) by)$/;

/** Who changed a row last. */
const CHANGED_BY =
  /^((last )?(updated?|modified|modify|modification|edited|revised|amended|altered) by|last changed? by|(last )?(updater|modifier)|last (editor|changer))$/;

/** The same in most tables. In one of what has changed, it is who made the row; and an editor may be what somebody is. */
const PERHAPS_CHANGED_BY = /^changed by$/;
const PERHAPS_EDITOR = /^editor$/;

/** Who marked a row as deleted. Who archived or removed it goes with a column that a client sets. */
const DELETED_BY = /^(deleter|(deleted?|deletion) by)$/;

/** Tables whose rows say what has changed. */
const HISTORY =
  /^(history|histories|changes?|changelogs?|revisions?|versions?|logs?|audits?|edits?)$/;

/** Which columns each write of a table's rows fills in with who calls, as far as they say that by themselves. */
export function stampsOf(
  model: TableModel,
  { rows }: Decision,
  {
    people,
    create,
    tables,
  }: { people: People | undefined; create: Who; tables: readonly TableModel[] },
): Stamps {
  const stamped = people ? stampable(model, people) : [];
  const called = (pattern: RegExp, columns: readonly ColumnModel[] = stamped) =>
    columns
      .filter(({ key }) => !(rows.by === 'owner' && rows.column === key))
      .filter((column) => people && namesIn(column, people).some((name) => pattern.test(name)));
  const perhaps = called(PERHAPS_CHANGED_BY);
  const isHistory = HISTORY.test(splitWords(model.table.name).at(-1) ?? '');
  const surely = [...called(CHANGED_BY), ...(isHistory ? [] : perhaps)];
  // An editor beside it is one of the people who have to do with the row.
  const changed = keysOf(surely.length > 0 ? surely : called(PERHAPS_EDITOR));
  // What only admins make, they may make in the name of others.
  const within = people ? membersIn(model, people, tables) : [];
  const made =
    create === 'admin'
      ? []
      : keysOf([...called(MADE_BY), ...called(MADE_BY, within), ...(isHistory ? perhaps : [])]);
  const deleted = called(DELETED_BY).filter(({ notNull }) => !notNull);
  return {
    create: [...made, ...changed],
    update: changed,
    delete: model.softDelete ? [...changed, ...keysOf(deleted)] : [],
  };
}

/** The columns that hold the id of somebody and that a client would set, but for those that hold more rows together. */
function stampable({ table, columns, role }: TableModel, people: People): ColumnModel[] {
  if (role === 'link') return [];
  const shared = new Set([
    ...table.primaryKey,
    ...table.foreignKeys.filter(({ columns: all }) => all.length > 1).flatMap((key) => key.columns),
  ]);
  const references = new Set([
    ...ownReferences(table, people).map(({ column }) => column.key),
    ...ownKeys(table, people),
    ...unboundKeys(table, people),
  ]);
  return columns.filter(({ key, inCreate }) => inCreate && references.has(key) && !shared.has(key));
}

/**
 * Columns that hold the id of somebody who has to be one of them, as `(team_id, created_by)` leads to a team's members. Who changed a
 * row last stays a body's there: an admin who is no member changes rows, too.
 */
function membersIn(
  { table, columns, role }: TableModel,
  people: People,
  tables: readonly TableModel[],
): ColumnModel[] {
  if (role === 'link') return [];
  const held = new Set(
    table.foreignKeys
      .filter(({ source, columns: all }) => source === 'constraint' && all.length > 1)
      .flatMap(({ columns: all, targetTable, targetColumns }) => {
        const target = tables.find((one) => one.table.id === targetTable)?.table;
        return all.filter((_, i) => target && holdsUser(target, targetColumns[i], people));
      }),
  );
  return columns.filter(
    ({ key, inCreate }) => inCreate && held.has(key) && !table.primaryKey.includes(key),
  );
}

function holdsUser(table: Table, key: string | undefined, people: People): boolean {
  if (table === people.table.table) return key === people.key.key;
  return ownReferences(table, people).some(({ column }) => column.key === key);
}

/** In the users table, the columns that refer to others of it. */
function ownKeys(table: TableModel['table'], { table: users, key }: People): string[] {
  return table.foreignKeys
    .filter(
      ({ targetTable, targetColumns: [to] }) => targetTable === users.table.id && to === key.key,
    )
    .flatMap(({ columns: [column, ...others] }) => (column && others.length === 0 ? column : []));
}

/** Columns without a foreign key that say what they refer to, and can hold the id of somebody. */
function unboundKeys(table: TableModel['table'], { key }: People): string[] {
  const fits = (column: Column) =>
    !column.hasOwnType && !key.hasOwnType && (column.length ?? Infinity) >= (key.length ?? UUID);
  return looseColumns(table, key)
    .filter((column) => saysReference(column) && fits(column))
    .map((column) => column.key);
}

/** How long ids are that are texts. */
const UUID = 36;

/** What a column calls the person whom it names: `created_by_user_id` and `user_created` are `created by`, as is `created_member_id` of members. */
function namesIn(column: Column, { table: { names } }: People): string[] {
  const words = referenceWords(column);
  const person = ['user', names.humanOne].find(
    (name) => words.endsWith(` ${name}`) || words.startsWith(`${name} `),
  );
  if (person === undefined) return [words];
  const rest = words.startsWith(`${person} `)
    ? words.slice(person.length + 1)
    : words.slice(0, -person.length - 1);
  return [rest, `${rest} by`];
}

const keysOf = (columns: readonly ColumnModel[]) => columns.map(({ key }) => key);
