import type { KitError } from '../../errors.ts';
import { type ColumnModel, isUniqueAlone } from '../../model/columns.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import type { Notice } from '../../schema/table.ts';
import { EMAIL, peopleTable, personKey, refusal, tableCalled } from './people-table.ts';

/** The table of those whose tokens the service checks, and its column that says who they are at the identity provider. */
export interface ExternalUsers {
  table: TableModel;
  key: ColumnModel;
  subject: ColumnModel;
  /** Where it has one. */
  email: ColumnModel | undefined;
}

export interface ExternalChoice {
  usersTable: string;
  subjectColumn: string;
}

/** Names of tables that hold people; those that may as well hold something else need a column that tells. */
const SURE = ['users', 'user', 'members', 'people'];
const UNSURE = ['accounts', 'account', 'customers', 'profiles'];

/** `sub`, `external_id`, `clerk_user_id`, `auth0Id`. */
const SUBJECT =
  /^(sub|subject|external_?id|(auth|auth0|clerk|keycloak|supabase|cognito|firebase|idp|oidc|identity|provider)_?(user_?)?id)$/i;

/**
 * The users table of a schema: the one that is named, or one that is called like one.
 *
 * @returns undefined where there is none, and none is named: then sign-in brings one
 * @throws KitError AUTH_USERS when the subject of a token names none of its rows
 */
export function externalUsersOf(
  service: ServiceModel,
  choice: ExternalChoice,
): ExternalUsers | undefined {
  const table = peopleTable(service, choice.usersTable, likeliest);
  if (!table) return undefined;
  const key = keyOf(table);
  const email = table.columns.find(({ name, kind }) => EMAIL.test(name) && kind !== 'boolean');
  return { table, key, email, subject: subjectOf(table, key, choice.subjectColumn) };
}

function likeliest(tables: TableModel[]): TableModel | undefined {
  const tells = ({ columns }: TableModel) =>
    columns.some(({ name }) => EMAIL.test(name) || SUBJECT.test(name));
  return [
    ...SURE.map((name) => tableCalled(tables, name, () => true)),
    ...UNSURE.map((name) => tableCalled(tables, name, tells)),
  ].find((found) => found !== undefined);
}

function keyOf(model: TableModel): ColumnModel {
  const key = personKey(model);
  if (key) return key;
  throw refuse(model, 'has no primary key of one column that is a uuid, text or a number');
}

/** The column that is named, or called like one, and else the key: many providers give the id that the row has, too. */
function subjectOf(model: TableModel, key: ColumnModel, name: string): ColumnModel {
  const isIt = (column: ColumnModel) =>
    name ? column.key === name || column.name === name : SUBJECT.test(column.name);
  const candidates = model.columns.filter((column) => isIt(column) && holdsSubject(column));
  const found = candidates.find((column) => isUniqueAlone(model.table, column));
  if (found) return found;
  if (name || candidates.length > 0) {
    const which = name || candidates[0]?.name;
    throw refuse(model, `has no unique column ${which} of text or uuid`);
  }
  if (holdsSubject(key)) return key;
  throw refuse(model, 'has a number as its key and no column for who somebody is at the provider');
}

const holdsSubject = ({ kind }: ColumnModel) => kind === 'text' || kind === 'uuid';

/** Says where only those are let in whose identity provider names people by uuids: not all do. */
export function subjectNotices({ table, key, subject }: ExternalUsers): Notice[] {
  if (subject.key !== key.key || subject.kind !== 'uuid') return [];
  return [
    {
      subject: `${table.table.exportName}.${key.key}`,
      message:
        'Is who somebody is at the identity provider, whose subjects have to be uuids, as those of Keycloak and Supabase are. For ' +
        'others (Auth0, Clerk) add a unique text column, such as `subject`; `--subject-column` names one that is called otherwise.',
    },
  ];
}

function refuse(table: TableModel, what: string): KitError {
  return refusal(
    table,
    what,
    "Add a column such as subject: text('subject').unique(), name one with --subject-column, or another table with --users-table.",
  );
}
