import { KitError } from '../errors.ts';
import type { Schema, Table } from '../schema/table.ts';
import type { Choice, TableModel } from './service.ts';
import { type ColumnModel, columnModels } from './columns.ts';
import { tableNamed } from './named.ts';
import { splitWords } from '../words.ts';

/**
 * Which routes a resource has, or a join table's links. `all`: list, get, create, change and delete, or list, link and
 * unlink; `append-only`: nothing is changed or taken away; `read-only`: nothing is written at all.
 */
export type Routes = 'all' | 'append-only' | 'read-only';

/** Those, and `no-update`: all but a change, which would have nothing to change. */
export type ServedRoutes = Routes | 'no-update';

/** Which routes a resource comes to have: as chosen, but no PATCH that refuses every body. */
export function servedRoutes({ role, routes, columns }: TableModel): ServedRoutes {
  const isFixed = role === 'resource' && !columns.some(({ inUpdate }) => inUpdate);
  return routes === 'all' && isFixed ? 'no-update' : routes;
}

/** The template of one part of a module: `queries`, or `queries.read-only` where that is what it has. */
export function templateFor(part: string, routes: ServedRoutes): string {
  return routes === 'all' ? part : `${part}.${routes}`;
}

/**
 * The routes of every table that a person chose them for, by `Table.id`.
 *
 * @throws KitError UNKNOWN_TABLE; ROUTES_CONTRADICT where a table is named both ways
 */
export function chosenRoutes({ tables }: Schema, choice: Choice): ReadonlyMap<string, Routes> {
  const routes = new Map<string, Routes>();
  for (const name of choice.appendOnly ?? []) {
    routes.set(tableNamed(tables, name).id, 'append-only');
  }
  for (const name of choice.readOnly ?? []) {
    const { id } = tableNamed(tables, name);
    if (routes.get(id) === 'append-only') {
      throw new KitError(
        'ROUTES_CONTRADICT',
        `${name} can't be both append-only and read-only.`,
        'Append-only has the routes that read, and the one that adds; read-only has those that read. Choose one.',
      );
    }
    routes.set(id, 'read-only');
  }
  return routes;
}

/**
 * Refuses to add to a table of which only the list is served: a new row could not be named.
 *
 * @throws KitError CANNOT_APPEND with the reason
 */
export function refuseUnnamedRows(tables: TableModel[]): void {
  const table = tables.find((t) => t.role === 'list-only' && t.routes === 'append-only');
  if (!table) return;
  throw new KitError(
    'CANNOT_APPEND',
    `Nothing can be added to ${table.names.human} over HTTP: ${table.readOnlyReason}`,
    isView(table.table)
      ? 'Leave it out of --append-only: a view has a list, and nothing else.'
      : 'Give the table a primary key that is sent, or leave it out of --append-only: then it has a list, and nothing else.',
  );
}

/** Under a resource's URL, links may do what the resource itself may, and the join table: no more. */
export function linkRoutes(owner: TableModel, link: TableModel): Routes {
  const order: Routes[] = ['read-only', 'append-only', 'all'];
  return order.find((one) => owner.routes === one || link.routes === one) ?? 'all';
}

/** Whether name and columns say that a table's rows are written once: enough to suggest it, and no more. */
export function isLog(table: Table): boolean {
  const isTouched = ({ maintained, onUpdate, softDelete }: ColumnModel) =>
    maintained === 'update' || onUpdate || softDelete;
  return table.kind === 'table' && isCalledLog(table) && !columnModels(table).some(isTouched);
}

/** Whether a table is called like one that says what happened. */
export function isCalledLog({ name }: Table): boolean {
  return LOG.test(splitWords(name).join('_'));
}

const LOG = /(^|_)(audits?|audit_(event|trail|entry|record)s?|audit_entries|logs?)$/;

/** Whether rows are added over HTTP. */
export function isWritable({ role, routes }: TableModel): boolean {
  return role === 'resource' && routes !== 'read-only';
}

/** Whether rows are changed over HTTP. */
export function isChangeable(model: TableModel): boolean {
  return model.role === 'resource' && servedRoutes(model) === 'all';
}

/** Whether rows are deleted over HTTP. */
export function isDeletable({ role, routes }: TableModel): boolean {
  return role === 'resource' && routes === 'all';
}

function isView({ kind }: Table): boolean {
  return kind !== 'table';
}
