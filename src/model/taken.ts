import { liveCondition } from './conditions.ts';
import { policyName } from './access/names.ts';
import { isWritable } from './routes.ts';
import type { TableModel } from './service.ts';

/** What tells that a unique value is taken by a row that is marked as deleted; each text is '' where no such row can be. */
export interface TakenModel {
  declaration: string;
  /** Behind the write of a new row (of `row` or `values`), and of a change. */
  onCreate: (made: string) => string;
  onUpdate: string;
  /** An import behind its line break. */
  importLine: string;
  drizzle: string[];
}

const NEVER: TakenModel = {
  declaration: '',
  onCreate: () => '',
  onUpdate: '',
  importLine: '',
  drizzle: [],
};

/** How a module tells it, in a table whose rows are marked and which has values that are unique. */
export function takenModel(resource: TableModel): TakenModel {
  if (!liveCondition(resource) || !isWritable(resource) || !hasSettableKey(resource)) return NEVER;
  const table = resource.reference.id;
  const held = resource.access
    ? `within(${policyName(resource)}.read, (rows) => holder(${table}, and(not(live), rows)), false)`
    : `holder(${table}, not(live))`;
  return {
    declaration: `/** Whether a value is taken by a row that is only marked as deleted. */\nconst isTakenUnseen = ${held};\n`,
    onCreate: (made) => `.catch(takenFor(context, isTakenUnseen, ${made}))`,
    onUpdate: '.catch(takenFor(context, isTakenUnseen, changes))',
    importLine: "\nimport { holder, takenFor } from '../../db/taken';",
    drizzle: ['not', ...(resource.access ? ['and'] : [])],
  };
}

function hasSettableKey({ table, columns }: TableModel): boolean {
  const indexes = table.indexes.filter((index) => index.unique);
  const keys = [table.primaryKey, ...[...table.uniqueKeys, ...indexes].map((key) => key.columns)];
  return columns.some(({ key, inCreate }) => inCreate && keys.some((one) => one.includes(key)));
}
