import { importsOf, type Code, code, imported, member, plainCode } from '../../code.ts';
import { modelOf, type ServiceModel, type TableModel } from '../service.ts';
import type { Action, Who } from './access.ts';
import { actionsOf } from './actions.ts';
import { policyImport, policyName } from './names.ts';

/** What the template of a policy needs. */
export interface PolicyModel {
  policy: string;
  policyImports: string;
  /** `ownedBy(orders.customerId)` */
  rows: string;
  actions: { action: Action; who: Who }[];
}

/** Who may do what with the rows of a table, as its policy says it. */
export function policyModel(table: TableModel, service: ServiceModel): PolicyModel {
  const { access } = table;
  const { rows, tables, parents } = rowsOf(table, service);
  const names = [...new Set(['policy', ...importsOf(rows)])].toSorted();
  const lines = [
    `import { ${names.join(', ')} } from '../../access/policy';`,
    ...(tables.length > 0 ? [`import { ${tables.join(', ')} } from '../../db/schema';`] : []),
    ...parents.map((parent) => policyImport(parent, table)),
  ];
  return {
    policy: policyName(table),
    policyImports: lines.join('\n'),
    rows: rows.text,
    actions: actionsOf(table).map((action) => ({ action, who: access?.who[action] ?? 'admin' })),
  };
}

interface RowsCode {
  rows: Code;
  /** What is imported from the schema. */
  tables: string[];
  /** Tables whose policies are. */
  parents: TableModel[];
}

function rowsOf(table: TableModel, service: ServiceModel): RowsCode {
  const rows = table.access?.rows ?? { by: 'nobody' };
  const own = table.reference;
  if (rows.by === 'nobody') return { rows: imported('nobodys'), tables: [], parents: [] };
  const column = plainCode(member(own.id, rows.column));
  if (rows.by !== 'parent') {
    const name = rows.by === 'owner' ? 'ownedBy' : 'ofTenant';
    return { rows: code`${imported(name)}(${column})`, tables: [own.import], parents: [] };
  }
  const parent = modelOf(service, rows.parent) as TableModel;
  const key = member(parent.reference.id, rows.parentColumn);
  return {
    rows: code`${imported('through')}(${column}, ${key}, ${policyName(parent)})`,
    tables: [own.import, parent.reference.import].toSorted(),
    parents: [parent],
  };
}
