import type { Action, Who } from '../../model/access/access.ts';
import { actionsOf } from '../../model/access/actions.ts';
import { isInOneTenant, isOfTenant } from '../../model/access/users.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';

/** Who tries, as `test/access/people.ts` of the service knows them. */
export type PersonName =
  | 'anonymous'
  | 'expired'
  | 'visitor'
  | 'stranger'
  | 'intruder'
  | 'member'
  | 'managerElsewhere'
  | 'manager'
  | 'owner'
  | 'user'
  | 'admin';

/** What somebody reaches of a row: it, none of its table, or it is not theirs to do at all. */
export type Reach = 'row' | 'none' | 401 | 403;

/** Who tries it with the rows of a table, in the order of the lines. */
export function triersOf(table: TableModel, service: ServiceModel): PersonName[] {
  const rows = table.access?.rows;
  if (rows && isOfTenant(rows)) {
    const elsewhere: PersonName[] = isInOneTenant(service) ? [] : ['managerElsewhere'];
    const managers: PersonName[] = service.tenancy?.memberships.role
      ? [...elsewhere, 'manager']
      : [];
    const others: PersonName[] = ['anonymous', 'expired', 'visitor', 'stranger', 'intruder'];
    return [...others, 'member', ...managers, 'admin'];
  }
  return rows?.by === 'nobody'
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
  if (who === 'owner') return person === 'owner' || person === 'manager' ? 'row' : 'none';
  return who === 'admin' ? 403 : reachIn(who, person);
}

/** By what somebody is in the tenant that they name: a stranger manages one of their own. */
function reachIn(who: Who, person: PersonName): Reach {
  if (person === 'stranger') return 'none';
  // Whoever owns a row here manages their own tenant: in tests they are one person.
  const isManager = person === 'manager' || person === 'owner';
  const isMember = isManager || person === 'member' || person === 'managerElsewhere';
  return (who === 'member' ? isMember : isManager) ? 'row' : 403;
}

/** Which of a table's cells can be tried. */
export interface Tried {
  /** Whether rows can be made at all. */
  rows: boolean;
  /** Whether a client's new row can be sent, what the schema lets anybody but an admin refer to, and so on. */
  create: boolean;
  update: boolean;
  delete: boolean;
  /** Others refer to each row, and keep it from being deleted. */
  isReferred: boolean;
  /** A new row must refer to one that only admins reach. */
  onlyAdminsCreate: boolean;
  /** Who makes a row has to be one of those that it may refer to, as an admin is not: members, say. */
  onlyMembersCreate: boolean;
}

const DONE: Record<Action, string> = {
  list: 'row',
  read: '200',
  create: '201',
  update: '200',
  delete: '204',
};

/** The lines of the table of who may do what with a resource's rows. */
export function expectedLines(table: TableModel, service: ServiceModel, tried: Tried): string[] {
  const actions = actionsOf(table);
  const cell = (person: PersonName, action: Action) => {
    const reach = reachOf(table.access?.who[action] ?? 'admin', person);
    if (typeof reach === 'number') return String(reach);
    return isTried(action, tried) ? outcome(action, reach, { person, tried }) : '-';
  };
  // Whoever is refused for what they are is refused without a row.
  return aligned([
    ['', ...actions],
    ...triersOf(table, service).map((person) => [
      person,
      ...actions.map((one) => cell(person, one)),
    ]),
  ]);
}

function isTried(action: Action, tried: Tried): boolean {
  if (action === 'list' || action === 'read') return tried.rows;
  return action === 'create' ? tried.create : tried.rows && tried[action];
}

function outcome(
  action: Action,
  reach: 'row' | 'none',
  { person, tried }: { person: PersonName; tried: Tried },
): string {
  // Whoever may create rows of their own creates one of their own.
  if (action === 'create') {
    if (tried.onlyAdminsCreate && person !== 'admin') return '409';
    if (tried.onlyMembersCreate && person === 'admin') return '409';
    return DONE.create;
  }
  if (reach === 'row') return action === 'delete' && tried.isReferred ? '409' : DONE[action];
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
