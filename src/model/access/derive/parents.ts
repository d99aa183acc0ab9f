import type { ForeignKey, Table } from '../../../schema/table.ts';
import type { TableModel } from '../../service.ts';
import { columnOf, singleKeys } from './references.ts';

/** Which tables a table's rows may belong to through another row. */
export interface Parents {
  /** The foreign keys of one column that are never empty and may say whose a row is, in the table's order. */
  of(table: Table): ForeignKey[];
}

/**
 * The parents that tables may have. Followed from child to parent, they never come back to where they began: of two tables
 * that refer to each other, the one that is nearer to something that has an owner or a tenant is the parent.
 *
 * @param isRoot whether a table needs no parent: its own columns say whose its rows are
 * @param isNone tables that are nobody's parent
 */
export function parentsOf(
  tables: readonly TableModel[],
  isRoot: (table: Table) => boolean,
  isNone: (id: Table['id']) => boolean,
): Parents {
  const known = new Map(tables.map(({ table }) => [table.id, table]));
  const edges = new Map(
    tables.map(({ table }) => [
      table.id,
      table.kind === 'table'
        ? singleKeys(table).filter(
            ({ columns, targetTable }) =>
              known.has(targetTable) &&
              !isNone(targetTable) &&
              columnOf(table, columns[0])?.notNull === true,
          )
        : [],
    ]),
  );
  const distances = distancesTo(tables.map(({ table }) => table).filter(isRoot), edges);
  const nearer = (parent: string, child: string) =>
    (distances.get(parent) ?? Infinity) < (distances.get(child) ?? Infinity);
  return {
    of: ({ id }) =>
      (edges.get(id) ?? []).filter(
        ({ targetTable }) => nearer(targetTable, id) || !leads(targetTable, id, edges),
      ),
  };
}

type Edges = ReadonlyMap<Table['id'], readonly ForeignKey[]>;

function distancesTo(roots: readonly Table[], edges: Edges): Map<Table['id'], number> {
  const distances = new Map(roots.map(({ id }) => [id, 0]));
  for (let distance = 1; ; distance += 1) {
    const next = [...edges].filter(
      ([id, keys]) =>
        !distances.has(id) &&
        keys.some(({ targetTable }) => distances.get(targetTable) === distance - 1),
    );
    if (next.length === 0) return distances;
    for (const [id] of next) distances.set(id, distance);
  }
}

/** Whether one table leads to another, from parent to parent. */
function leads(from: Table['id'], to: Table['id'], edges: Edges): boolean {
  const seen = new Set([from]);
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    for (const { targetTable } of edges.get(id) ?? []) {
      if (!seen.has(targetTable)) open.push(targetTable);
      seen.add(targetTable);
    }
  }
  return false;
}
