import { type ServedRoutes, servedRoutes } from '../routes.ts';
import type { TableModel } from '../service.ts';
import type { Action, Who } from './access.ts';

const ACTIONS: Record<ServedRoutes, readonly Action[]> = {
  all: ['list', 'read', 'create', 'update', 'delete'],
  'no-update': ['list', 'read', 'create', 'delete'],
  'append-only': ['list', 'read', 'create'],
  'read-only': ['list', 'read'],
};

/** What can be done with a table's rows over HTTP; with those of one that is not served, what others need to know of them. */
export function actionsOf(model: TableModel): readonly Action[] {
  if (model.role === 'list-only') return ['list'];
  return model.role === 'resource' ? ACTIONS[servedRoutes(model)] : ['read'];
}

/**
 * What has to be allowed with a row for another to become a part of it: to change it. Where nobody changes it, what is allowed to the same
 * people, or else less; not to read it, which may be everybody's.
 */
export function joining(table: TableModel): 'update' | 'create' | 'read' {
  const actions = actionsOf(table);
  if (actions.includes('update')) return 'update';
  if (!actions.includes('delete')) return 'read';
  const { create, read, update } = table.access?.who ?? {};
  return create !== update && read === update ? 'read' : 'create';
}

/** Whether everybody who is signed in reaches each row: then there is nothing to look at. */
export function reachesAll(who: Who): boolean {
  return who === 'public' || who === 'signedIn';
}
