import type { Table } from '../../schema/table.ts';

/** What can be done with the rows of a resource. */
export type Action = 'list' | 'read' | 'create' | 'update' | 'delete';

/**
 * Who may do it. An admin of the service may do all of it.
 *
 * - `public`: everybody, also without signing in
 * - `signedIn`: everybody who is signed in, with all rows
 * - `owner`: everybody who is signed in, with their own rows
 * - `member`: who is a member of the row's tenant
 * - `manager`: who manages the row's tenant
 * - `admin`: nobody else
 */
export type Who = 'public' | 'signedIn' | 'owner' | 'member' | 'manager' | 'admin';

/** How it is found out whose a row is. Columns are keys. */
export type Belonging =
  /** Rows belong to nobody. */
  | { by: 'nobody' }
  /** A column of the row holds the id of its owner; in the users table itself, the key does. */
  | { by: 'owner'; column: string }
  /** A column of the row holds the id of its tenant; in the tenants table itself, the key does. */
  | { by: 'tenant'; column: string }
  /** Whose its parent is, to which a foreign key of one column refers. */
  | {
      by: 'parent';
      column: string;
      parent: Table['id'];
      parentColumn: string;
      of: 'owner' | 'tenant';
    };

/** What is decided about one table. */
export interface Access {
  rows: Belonging;
  who: Record<Action, Who>;
  /** Keys of columns that no client sets: what the token decides, and in the users table what gives power. */
  locked: string[];
  stamps: Stamps;
  /** Keys of columns that are given when a row is made and never changed after that: a user's address has routes of its own. */
  fixed: string[];
  /** Why, as the summary says it: `by user_id`, `through orders`, `nobody owns them`. */
  why: string;
  /** Where nothing says whose they are: what may be chosen, as `--access` takes it. */
  choices: string[];
}

/**
 * Keys of columns that each write of a row fills in with who calls: who made it, who changed it last, who deleted it. They come
 * from the token, so that nobody does it in another's name. A deletion fills in nothing where the row goes.
 */
export type Stamps = Record<'create' | 'update' | 'delete', string[]>;

/** Where tenants and their members stand. */
export interface Tenancy {
  table: Table['id'];
  /** The key of the tenants table. */
  key: string;
  memberships: {
    table: Table['id'];
    userColumn: string;
    tenantColumn: string;
    /** Where members differ: the column that says as what, and its values that manage. */
    role: { column: string; managers: string[] } | null;
  };
}
