import { type ColumnModel, isUnknown } from '../model/columns.ts';
import { type CheckReadings, requiredForeignKeys } from './factory-parents.ts';
import { uniqueCapacity } from './sample.ts';
import { column } from '../model/conditions.ts';
import { modelOf, type ServiceModel, type TableModel } from '../model/service.ts';

/** Why a test can't make as many rows as it likes. */
export type Obstacle = 'circle' | 'few' | 'value' | 'made' | 'check' | 'parent';

/** Whether rows can be inserted, as many as tests need, by first inserting what they refer to. */
export function isCreatable(
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): boolean {
  return obstacleOf(table, service, checks) === null;
}

/** Whether there can be rows at all, of which a factory makes the next. */
export function isFillable(
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): boolean {
  const obstacle = obstacleOf(table, service, checks);
  return obstacle === null || obstacle === 'few';
}

/** Whether rows can be inserted before there is any of another table, of whose checks not all are read yet. */
export function isCreatableBefore(
  other: TableModel,
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): boolean {
  return find(table, { service, checks, found: new Map([[other, 'circle']]) }) === null;
}

/**
 * What is in the way of a table's rows: tables that require each other in a circle, a key that has room for a few rows only, a
 * custom type of which nobody knows what it takes, a check that may refuse each row, or one of these at a table whose row they
 * need. Found once for each table of a service, as tables share those that they need.
 *
 * @param checks as they stay from now on
 */
export function obstacleOf(
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): Obstacle | null {
  const ofService = known.get(service) ?? new WeakMap<CheckReadings, Found>();
  known.set(service, ofService);
  const found = ofService.get(checks) ?? new Map();
  ofService.set(checks, found);
  return find(table, { service, checks, found });
}

type Found = Map<TableModel, Obstacle | null>;

const known = new WeakMap<ServiceModel, WeakMap<CheckReadings, Found>>();

interface Search {
  service: ServiceModel;
  checks: CheckReadings;
  found: Found;
}

function find(table: TableModel, search: Search): Obstacle | null {
  const { found } = search;
  const before = found.get(table);
  if (before !== undefined) return before;
  // Whoever comes back to it on the way has gone round in a circle.
  found.set(table, 'circle');
  const obstacle = ownObstacle(table, search.checks) ?? parentObstacle(table, search);
  const all = obstacle ?? (roomOf(table, search.checks) < MANY ? 'few' : null);
  found.set(table, all);
  return all;
}

function ownObstacle(model: TableModel, checks: CheckReadings): Obstacle | null {
  if (model.columns.some(isUnknown)) return 'value';
  if (refersByMade(model)) return 'made';
  return (checks.get(model.table.id)?.refusing?.made.length ?? 0) > 0 ? 'check' : null;
}

/** Whether each row refers to another by a column that the database makes: which one has to be there, only the expression says. */
function refersByMade(model: TableModel): boolean {
  const isMade = (key: string) => column(model, key).generatedAlways;
  return model.table.foreignKeys.some(
    ({ source, columns }) =>
      source === 'constraint' &&
      columns.some(isMade) &&
      columns.every((key) => isMade(key) || column(model, key).notNull),
  );
}

function parentObstacle(table: TableModel, search: Search): Obstacle | null {
  const { service, checks } = search;
  for (const { targetTable } of requiredForeignKeys(table, checks)) {
    const target = modelOf(service, targetTable);
    if (!target) return 'parent';
    const obstacle = find(target, search);
    if (obstacle) return obstacle === 'circle' ? 'circle' : 'parent';
  }
  return null;
}

/** More rows than the tests of a resource create. */
const MANY = 64;

/** How many rows there is room for: few where a unique key is made of an enum, a flag, the one default, or what a check leaves. */
export function roomOf({ table, columns }: TableModel, checks: CheckReadings): number {
  const hints = checks.get(table.id)?.hints;
  const roomIn = (key: string) => {
    const own = columns.find((c) => c.key === key) as ColumnModel;
    if (own.constantDefault && !own.inCreate) return 1;
    const isOpen =
      (own.default !== 'none' && !own.constantDefault) ||
      table.foreignKeys.some((f) => f.columns.includes(key));
    return isOpen ? Infinity : uniqueCapacity(own, { table, ...(hints && { hints }) });
  };
  const keys = [table.primaryKey, ...table.uniqueKeys.map((u) => u.columns)];
  // Values step together from row to row, so the longest series says how many differ.
  const rooms = keys.map((key) => Math.max(0, ...key.map(roomIn)) || Infinity);
  const isSingle = table.indexes.some(({ unique, constant }) => unique && constant);
  return isSingle ? 1 : Math.min(Infinity, ...rooms);
}

/** Says what is in the way, for the head of the tests that can do without rows. */
export function explain(obstacle: Obstacle | null, room: number): string {
  if (obstacle !== 'few') return REASONS[obstacle ?? 'parent'];
  return room === 1
    ? 'The table has room for one row'
    : `The table has room for ${room} rows, which is less than tests make`;
}

const REASONS: Record<Exclude<Obstacle, 'few'>, string> = {
  circle: "Tables that require each other in a circle can't be filled by a test on its own",
  value: 'A row needs a value of a custom type, and none is known that it takes',
  made: 'A row refers to another by a value that the database makes, and no test knows which',
  check: 'A check may refuse every row that the kit knows how to make',
  parent: 'A row needs one of another table, of which tests can not make as many as they like',
};
