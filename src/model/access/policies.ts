import { modelOf, type ServiceModel, type TableModel } from '../service.ts';
import { guardedReferences } from './references.ts';

/** The tables that need a policy: those that are served, and those that others ask about theirs. */
export function policiesOf(service: ServiceModel): TableModel[] {
  const needed = new Set<TableModel>();
  const need = (table: TableModel | undefined): void => {
    if (!table?.access || needed.has(table)) return;
    needed.add(table);
    const { rows } = table.access;
    if (rows.by === 'parent') need(modelOf(service, rows.parent));
    if (table.role === 'resource') {
      for (const { target, action } of guardedReferences(table, service)) {
        if (action !== 'teammates') need(target);
      }
    }
  };
  for (const table of service.tables) {
    if (table.role === 'resource' || table.role === 'list-only') need(table);
  }
  return service.tables.filter((table) => needed.has(table));
}
