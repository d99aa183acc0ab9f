import { groupBy } from '../group.ts';
import { columnModels, type ColumnModel } from './columns.ts';
import type { Notice, Table } from '../schema/table.ts';
import type { Choice, TableModel } from './service.ts';

/** What a table becomes, before it is known whether both sides of a join table are resources. */
export function roleOf(
  table: Table,
  chosen: boolean,
  asked: boolean,
  readOnlyReason: string,
): TableModel['role'] {
  if (!chosen) return 'none';
  if (!asked && isPureJoin(table)) return 'link';
  return readOnlyReason ? 'list-only' : 'resource';
}

/**
 * A pure join table says only that two rows belong together: two foreign keys to single columns of two tables, unique
 * together, and nothing else that a client could set.
 */
function isPureJoin(table: Table): boolean {
  const references = table.foreignKeys.filter((f) => f.columns.length === 1);
  const [a, b] = references;
  if (table.kind !== 'table' || references.length !== 2 || !a || !b) return false;
  if (a.targetTable === b.targetTable) return false;
  const pair = new Set([...a.columns, ...b.columns]);
  const isPair = (keys: readonly string[]) => keys.length === 2 && keys.every((k) => pair.has(k));
  const unique = isPair(table.primaryKey) || table.uniqueKeys.some((u) => isPair(u.columns));
  const rest = columnModels(table).filter((c) => !pair.has(c.key));
  const isBare = rest.every((c) => !c.inCreate && (!c.notNull || c.default !== 'none'));
  return unique && isBare && [...pair].every((k) => columnOf(table, k)?.notNull);
}

function columnOf(table: Table, key: string) {
  return table.columns.find((c) => c.key === key);
}

/**
 * A join table becomes a resource itself where its links would have no routes: its sides are not both resources, or another
 * table joins the same two, as likes and bookmarks do. Of these, one that has its routes already keeps them.
 *
 * @returns what has to be said of tables that join the same two
 */
export function demoteLinks(tables: TableModel[], { tables: only, links }: Choice): Notice[] {
  const roles = new Map(tables.map((t) => [t.table.id, t]));
  for (const link of tables) {
    if (link.role !== 'link') continue;
    const sides = link.table.foreignKeys.filter((f) => f.columns.length === 1);
    const fits = sides.every((f) => {
      const side = roles.get(f.targetTable);
      return (
        side?.role === 'resource' && side.key.length === 1 && side.key[0] === f.targetColumns[0]
      );
    });
    if (!fits) link.role = only ? 'none' : asResource(link);
  }
  const pairs = groupBy(
    tables.filter(({ role }) => role === 'link'),
    ({ table }) => JSON.stringify(table.foreignKeys.map((f) => f.targetTable).toSorted()),
  );
  return [...pairs.values()].flatMap((twins) => {
    if (twins.length === 1) return [];
    const kept = twins.find(({ table }) => links?.includes(table.id));
    const others = twins.filter((twin) => twin !== kept);
    for (const twin of others) twin.role = asResource(twin);
    return kept ? [] : [twinNotice(twins)];
  });
}

const asResource = ({ table, readOnlyReason }: TableModel) =>
  roleOf(table, true, true, readOnlyReason);

function twinNotice(twins: TableModel[]): Notice {
  const names = twins.map(({ table }) => table.exportName ?? table.name);
  return {
    subject: null,
    message: `${names.slice(0, -1).join(', ')} and ${names.at(-1)} join the same two tables, so each of them is a resource of its own, without links.`,
  };
}

/** Why there is only a list for the table; '' where its rows have URLs. */
export function whyReadOnly(table: Table, key: string[], columns: ColumnModel[]): string {
  if (table.kind !== 'table') return 'it is a view.';
  if (key.length === 0) return 'the table has no primary key, so nothing identifies a row.';
  const hidden = key.find((k) => !columns.find((c) => c.key === k)?.inResponse);
  if (hidden) return `its key ${hidden} is not sent, so nobody could name a row.`;
  const compound = key.find((k) => isCompound(columns.find((c) => c.key === k)));
  if (compound) return `its key ${compound} is no single value, which a part of a path has to be.`;
  const unnamable = key.find((k) => !/^[\p{ID_Continue}$ ]+$/u.test(k));
  return unnamable ? `its key ${unnamable} is no name for a part of a path.` : '';
}

/** Whether a value has parts: a list, a document, a point. */
function isCompound(column: ColumnModel | undefined): boolean {
  if (!column) return false;
  const { kind, arrayDimensions, customSample } = column;
  return (
    arrayDimensions > 0 ||
    kind === 'json' ||
    kind === 'geometry' ||
    (typeof customSample === 'object' && customSample !== null)
  );
}

/** The primary key, or else the first unique key that can't be NULL; empty when nothing identifies a row. */
export function keyOf(table: Table): string[] {
  if (table.kind !== 'table') return [];
  if (table.primaryKey.length > 0) return table.primaryKey;
  const unique = table.uniqueKeys.find((u) => u.columns.every((k) => columnOf(table, k)?.notNull));
  return unique?.columns ?? [];
}
