import type { Action, Who } from '../../model/access/access.ts';
import { actionsOf } from '../../model/access/actions.ts';
import { isUsersTable } from '../../model/access/users.ts';
import type { TableModel } from '../../model/service.ts';

/** Who tries, as `test/access/people.ts` of the service knows them. */
export type PersonName = 'anonymous' | 'expired' | 'stranger' | 'owner' | 'user' | 'admin';

/** What somebody reaches of a row: it, none of its table, or it is not theirs to do at all. */
export type Reach = 'row' | 'none' | 401 | 403;

/** Who tries it with the rows of a table, in the order of the lines. */
export function triersOf({ access }: TableModel): PersonName[] {
  return access?.rows.by === 'nobody'
    ? ['anonymous', 'expired', 'user', 'admin']
    : ['anonymous', 'expired', 'stranger', 'owner', 'admin'];
}

/** What somebody reaches of a row of the owner's by who may do it. */
export function reachOf(who: Who, person: PersonName): Reach {
  // A token that is over is refused even where none is needed.
  if (person === 'expired') return 401;
  if (who === 'public') return 'row';
  if (person === 'anonymous') return 401;
  if (who === 'signedIn' || person === 'admin') return 'row';
  if (who !== 'owner') return 403;
  return person === 'owner' ? 'row' : 'none';
}

/** Which of a table's cells can be tried. */
export interface Tried {
  /** Whether rows can be made at all. */
  rows: boolean;
  /** Whether a client's new row can be sent, what the schema lets anybody but an admin refer to, and so on. */
  create: boolean;
  update: boolean;
  delete: boolean;
  /** A new row must refer to one that only admins reach. */
  onlyAdminsCreate: boolean;
}

const DONE: Record<Action, string> = {
  list: 'row',
  read: '200',
  create: '201',
  update: '200',
  delete: '204',
};

/** The lines of the table of who may do what with a resource's rows. */
export function expectedLines(table: TableModel, tried: Tried): string[] {
  const actions = actionsOf(table);
  const cell = (person: PersonName, action: Action) => {
    const reach = reachOf(table.access?.who[action] ?? 'admin', person);
    if (typeof reach === 'number') return String(reach);
    return isTried(action, tried) ? outcome(action, reach, { table, person, tried }) : '-';
  };
  // Whoever is refused for what they are is refused without a row.
  return aligned([
    ['', ...actions],
    ...triersOf(table).map((person) => [person, ...actions.map((one) => cell(person, one))]),
  ]);
}

function isTried(action: Action, tried: Tried): boolean {
  if (action === 'list' || action === 'read') return tried.rows;
  return action === 'create' ? tried.create : tried.rows && tried[action];
}

function outcome(
  action: Action,
  reach: 'row' | 'none',
  { table, person, tried }: { table: TableModel; person: PersonName; tried: Tried },
): string {
  // Whoever may create rows of their own creates one of their own.
  if (action === 'create') {
    if (tried.onlyAdminsCreate && person !== 'admin') return '409';
    return isUsersTable(table) && reach === 'none' ? '403' : DONE.create;
  }
  if (reach === 'row') return DONE[action];
  return action === 'list' ? 'none' : '404';
}

/** Lines of words in columns. */
export function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, i) =>
    Math.max(...lines.map((line) => line[i]?.length ?? 0)),
  );
  return lines.map((line) =>
    line
      .map((word, i) => word.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
