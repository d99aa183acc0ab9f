import type { ColumnModel } from '../columns.ts';
import { listingOf } from '../listing.ts';
import type { ServiceModel, TableModel } from '../service.ts';
import type { AccessPlan } from './derive.ts';

/** The service with what is decided about its tables: what the token says of a row, no client sets. */
export function withAccess(
  service: ServiceModel,
  { access, tenancy, people, notices }: AccessPlan,
): ServiceModel {
  const tables = service.tables.map((table): TableModel => {
    const own = access.get(table.table.id);
    if (!own) return table;
    const isLocked = ({ key }: ColumnModel) => own.locked.includes(key);
    const isOfDeleted = ({ key }: ColumnModel) =>
      own.stamps.delete.includes(key) && !own.stamps.update.includes(key);
    const columns = table.columns.map((column) => ({
      ...column,
      // Who deleted a row is as little to see as that it is deleted.
      hidden: column.hidden || isOfDeleted(column),
      inResponse: column.inResponse && !isOfDeleted(column),
      inCreate: column.inCreate && !isLocked(column),
      inUpdate: column.inUpdate && !isLocked(column) && !own.fixed.includes(column.key),
    }));
    // Whose rows a list is of, an index may begin with.
    return { ...table, columns, access: own, ...listingOf({ ...table, columns, access: own }) };
  });
  return { ...service, tables, tenancy, people, notices: [...service.notices, ...notices] };
}
