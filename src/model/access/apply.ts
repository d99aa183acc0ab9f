import type { ServiceModel, TableModel } from '../service.ts';
import type { Access, Tenancy } from './access.ts';

/** Who may do what with the rows of each table, by `Table.id`. */
export interface AccessPlan {
  access: ReadonlyMap<string, Access>;
  tenancy: Tenancy | null;
}

/** The service with what is decided about its tables: what the token says of a row, no client sets. */
export function withAccess(service: ServiceModel, { access, tenancy }: AccessPlan): ServiceModel {
  const tables = service.tables.map((table): TableModel => {
    const own = access.get(table.table.id);
    if (!own) return table;
    const isLocked = (key: string) => own.locked.includes(key);
    const columns = table.columns.map((column) =>
      isLocked(column.key) ? { ...column, inCreate: false, inUpdate: false } : column,
    );
    return { ...table, columns, access: own };
  });
  return { ...service, tables, tenancy };
}
