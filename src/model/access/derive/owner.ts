import type { Column, Table } from '../../../schema/table.ts';
import type { ColumnModel } from '../../columns.ts';
import type { TableModel } from '../../service.ts';
import {
  looseColumns,
  type Reference,
  referencesTo,
  referenceWords,
  saysReference,
} from './references.ts';

/** The table of those who sign in, with its key. */
export interface People {
  table: TableModel;
  key: ColumnModel;
  /** The address, and who somebody is at an identity provider: sign-in's to change, as far as there are such columns. */
  email?: ColumnModel | undefined;
  subject?: ColumnModel;
  /** What says who is an admin, whatever it is called. */
  role?: { column: ColumnModel } | undefined;
}

/** What a table's columns say of its owner. */
export type Owner =
  /** `isOwn`: the rows are that person's own, and not only made by them. */
  | { found: 'one'; column: Column; isOwn: boolean }
  /** Several may be the owner. */
  | { found: 'several'; columns: Column[] }
  /** Columns name people, and none of them the owner. */
  | { found: 'others'; columns: Column[] }
  | { found: 'none' };

/** What an owner is called, the surest first. The names of the users table come second. */
const OWNER = /^(owner|owned by|owner user)$/;
const PERSON = /^(user|customer|client|account|member|person|profile)$/;
const MAKER =
  /^(author|creator|poster|uploader|submitter|requester|reporter|sender|(created|authored|written|posted|placed|submitted|added|uploaded|published|ordered|booked|requested|reported|started|opened|sent|triggered) by)$/;

/** Who says something of somebody else, and whose row it is: besides who makes one. */
const JUDGE =
  /^(teacher|instructor|lecturer|tutor|mentor|coach|trainer|examiner|grader|evaluator|assessor|judge|issuer|doctor|physician|clinician|nurse|dentist|therapist|vet|veterinarian)$/;

/** Who has to do with a row and does not own it. */
const OTHER =
  /^(assignee|assigned|assigned (to|by)|reviewer|approver|editor|inviter|invitee|recipient|receiver|addressee|parent|actor|manager|supervisor|referrer|target|updater|modifier|deleter|witness|cashier|operator|inspector|auditor|verifier|moderator|.* by|invited|deleted|updated|to|from)$/;

/**
 * Whose a row is by its own columns: by the references to the users table, or where none is by a column that is called like
 * it and has the type of its key.
 */
export function ownerOf(table: Table, people: People | undefined): Owner {
  if (!people) return unknownOwner(table, []);
  const references = ownReferences(table, people);
  if (references.length === 0) return unknownOwner(table, otherKeys(table, people));
  const possible = references.filter(({ column }) => !isOther(personIn(column)));
  if (possible.length === 0) {
    return { found: 'others', columns: references.map(({ column }) => column) };
  }
  const [only, second] = possible;
  if (only && !second) return oneOf(only.column, people);
  return best(possible, people);
}

/** The columns that hold the id of somebody, by a foreign key or else by name and type. */
export function ownReferences({ ...table }: Table, people: People): Reference[] {
  const references = referencesTo(table, people.table.table, people.key.key);
  if (references.length > 0 || table.id === people.table.table.id) return references;
  const isCalledSo = (column: Column) =>
    saysReference(column) && ['user', people.table.names.humanOne].includes(referenceWords(column));
  return looseColumns(table, people.key)
    .filter(isCalledSo)
    .map((column) => ({ column, foreignKey: null }));
}

/** Whether a column names who wrote a row about somebody else. */
export function isJudge(column: Column): boolean {
  const name = personIn(column);
  return MAKER.test(name) || JUDGE.test(name);
}

/** Whether a column names who does something for somebody else because it is their work. */
export function isAtWork(column: Column): boolean {
  return JUDGE.test(personIn(column));
}

function best(possible: readonly Reference[], people: People): Owner {
  const ranked = possible
    .map(({ column }) => ({ column, rank: rankOf(column, people) }))
    .filter(({ rank }) => rank < NO_RANK)
    .toSorted((a, b) => a.rank - b.rank);
  const sure = ranked.filter(({ column }) => column.notNull);
  const [first, second] = sure.length > 0 ? sure : ranked;
  const isOpen = !first || second?.rank === first.rank;
  if (isOpen) return { found: 'several', columns: possible.map(({ column }) => column) };
  return oneOf(first.column, people);
}

function oneOf(column: Column, people: People): Owner {
  return { found: 'one', column, isOwn: rankOf(column, people) < RANKS.indexOf(MAKER) };
}

const RANKS = [OWNER, PERSON, MAKER];
const NO_RANK = RANKS.length;

function rankOf(column: Column, { table }: People): number {
  const name = personIn(column);
  if (name === table.names.humanOne) return RANKS.indexOf(PERSON);
  const rank = RANKS.findIndex((pattern) => pattern.test(name));
  return rank === -1 ? NO_RANK : rank;
}

function isOther(name: string): boolean {
  return OTHER.test(name) && !MAKER.test(name) && !OWNER.test(name);
}

/** What a column calls the person whom it names: `created_by_user_id` -> `created by`. */
export function personIn(column: Column): string {
  return referenceWords(column).replace(/(?<=.) user$/, '');
}

/** Where no reference to a person is known, a column may still be called like one. */
function unknownOwner(table: Table, columns: Column[]): Owner {
  const bound = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const called = table.columns.filter(
    (column) =>
      !bound.has(column.key) &&
      saysReference(column) &&
      [OWNER, PERSON, MAKER].some((pattern) => pattern.test(personIn(column))),
  );
  const all = [...columns, ...called];
  return all.length > 0 ? { found: 'others', columns: all } : { found: 'none' };
}

/** Columns that refer to the users table by something else than its key, which a token does not have. */
function otherKeys(table: Table, { table: { table: users } }: People): Column[] {
  const keys = new Set(
    table.foreignKeys
      .filter(({ targetTable }) => targetTable === users.id && table.id !== users.id)
      .flatMap(({ columns }) => columns),
  );
  return table.columns.filter(({ key }) => keys.has(key));
}
