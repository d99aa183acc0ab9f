import type { TableModel } from '../service.ts';
import type { Action, Who } from './access.ts';

const ALL: readonly Action[] = ['list', 'read', 'create', 'update', 'delete'];

/** What can be done with a table's rows over HTTP; with those of one that is not served, what others need to know of them. */
export function actionsOf({ role, routes }: TableModel): readonly Action[] {
  if (role === 'list-only') return ['list'];
  if (role !== 'resource') return ['read'];
  if (routes === 'read-only') return ['list', 'read'];
  return routes === 'append-only' ? ['list', 'read', 'create'] : ALL;
}

/** What has to be allowed with a row for another to become a part of it. */
export function joining(table: TableModel): 'update' | 'read' {
  return actionsOf(table).includes('update') ? 'update' : 'read';
}

/** Whether everybody who is signed in reaches each row: then there is nothing to look at. */
export function reachesAll(who: Who): boolean {
  return who === 'public' || who === 'signedIn';
}
