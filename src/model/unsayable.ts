import type { ForeignKey, Notice } from '../schema/table.ts';
import { column } from './conditions.ts';
import { isDefaulted, lookedAt } from './referring.ts';
import type { ServiceModel, TableModel } from './service.ts';

/**
 * The service without routes that would refuse every body. Which row a new one refers to is not known before it is there, where the
 * database makes a part of the reference of other columns: nothing can be looked at, and so nothing is let through.
 */
export function withoutUnsayable(service: ServiceModel): ServiceModel {
  const notices: Notice[] = [];
  const tables = service.tables.map((table) => {
    const unsayable = unsayableOf(table, service);
    if (unsayable.length === 0) return table;
    const without = withoutReferences(table, unsayable);
    notices.push(noticeOf(without, unsayable));
    return without;
  });
  return { ...service, tables, notices: [...service.notices, ...notices] };
}

function unsayableOf(table: TableModel, service: ServiceModel): ForeignKey[] {
  if (table.role !== 'resource' || table.routes === 'read-only') return [];
  return lookedAt(table, service)
    .map(({ foreignKey }) => foreignKey)
    .filter(({ columns }) => columns.some((key) => isUnknownBefore(key, table)));
}

function isUnknownBefore(key: string, table: TableModel): boolean {
  return column(table, key).generatedAlways && !isDefaulted(key, table);
}

/** Where a row can be without, a client makes those that are; else there is none to make. */
function withoutReferences(table: TableModel, unsayable: readonly ForeignKey[]): TableModel {
  const empty = new Set<string>();
  for (const { columns } of unsayable) {
    const open = columns.find((key) => column(table, key).inCreate && !column(table, key).notNull);
    if (open === undefined) return { ...table, routes: 'read-only' };
    empty.add(open);
  }
  return {
    ...table,
    columns: table.columns.map((one) =>
      empty.has(one.key) ? { ...one, inCreate: false, inUpdate: false } : one,
    ),
  };
}

function noticeOf({ table, routes }: TableModel, unsayable: readonly ForeignKey[]): Notice {
  const names = unsayable.map(({ columns }) => columns.join(' and ')).join(', ');
  const what = routes === 'read-only' ? 'Read-only: no body' : 'No body';
  return {
    subject: table.exportName,
    message: `${what} can say which row it refers to by ${names}, as the database makes a part of it.`,
  };
}
