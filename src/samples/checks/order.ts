import type { Column } from '../../schema/table.ts';
import type { Draft } from './draft.ts';

/** The place of a column among columns of the same row that are compared with each other. */
export interface Order {
  /** 0 for the smallest; a column with a higher rank holds a greater value. */
  rank: number;
  /** How many ranks there are. */
  size: number;
  /** Keys of all columns of the group, this one included. */
  members: string[];
}

/**
 * Turns "this column is less than that one" into a rank for each column, written into the draft's hints.
 * Returns the names of checks that cannot be kept that way: a cycle, or columns that samples do not order.
 */
export function rankOrders(draft: Draft): string[] {
  const refused: string[] = [];
  for (const members of groups(draft)) {
    const orders = draft.orders.filter(({ lower }) => members.includes(lower));
    const checks = orders.map(({ check }) => check);
    const ranks = rank(members, orders);
    const scales = new Set(members.map((key) => scaleOf(draft.columns.get(key))));
    const [scale] = scales;
    if (!ranks || scales.size > 1 || scale === undefined) {
      refused.push(...checks);
      continue;
    }
    const size = Math.max(...ranks.values()) + 1;
    for (const key of members) {
      const hint = draft.hints[key] ?? { checks: [] };
      const order = { rank: ranks.get(key) ?? 0, size, members };
      draft.hints[key] = { ...hint, checks: [...new Set([...hint.checks, ...checks])], order };
      // A default of the database is a value that the ranks do not know, other than the current time.
      if (scale !== 'day' && draft.columns.get(key)?.default === 'sql') draft.filled.add(key);
    }
  }
  return refused;
}

/** Only values on the same scale are comparable, and only these scales have samples that keep an order. */
function scaleOf(column: Column | undefined): string | undefined {
  if (!column || column.arrayDimensions > 0) return undefined;
  switch (column.kind) {
    case 'integer':
    case 'bigint':
    case 'float':
    case 'decimal':
      return 'number';
    case 'date':
    case 'timestamp':
      return 'day';
    case 'time':
      return 'time';
    default:
      return undefined;
  }
}

/** Columns that are connected by comparisons, directly or through others. */
function groups({ orders }: Draft): string[][] {
  const found: string[][] = [];
  for (const { lower, upper } of orders) {
    const touched = found.filter((group) => group.includes(lower) || group.includes(upper));
    const merged = [...new Set([...touched.flat(), lower, upper])];
    found.splice(0, found.length, ...found.filter((group) => !touched.includes(group)), merged);
  }
  return found;
}

/** The length of the longest way up to each column; undefined if the comparisons run in a circle. */
function rank(members: string[], orders: { lower: string; upper: string }[]) {
  const ranks = new Map(members.map((key) => [key, 0]));
  for (let round = 0; round < members.length; round += 1) {
    let isStable = true;
    for (const { lower, upper } of orders) {
      const least = (ranks.get(lower) ?? 0) + 1;
      if ((ranks.get(upper) ?? 0) >= least) continue;
      ranks.set(upper, least);
      isStable = false;
    }
    if (isStable) return ranks;
  }
  return undefined;
}
