import type { Table } from '../../../schema/table.ts';
import { splitWords } from '../../../words.ts';
import { namesOf } from '../../names.ts';
import type { TableModel } from '../../service.ts';

/** What tenants are called, the largest first: where there are several, the largest counts. */
export const TENANTS = [
  ['organization', 'organisation', 'org'],
  ['company'],
  ['tenant'],
  ['workspace'],
  ['team'],
  ['account'],
];

/** Whether a table is called like one that holds tenants. */
export function isCalledTenant(table: Table): boolean {
  return rankOf(table) < TENANTS.length;
}

/** All that a tenant is called in the name of a column: `organization`, `org`. */
export function namesFor({ table, names }: TableModel): Set<string> {
  const same = TENANTS.find((words) => words.includes(lastWord(table))) ?? [];
  return new Set([names.humanOne, lastWord(table), ...same]);
}

/** Where a table stands among what tenants are called; behind all of it where it is called otherwise. */
export function rankOf(table: Table): number {
  const last = lastWord(table);
  const rank = TENANTS.findIndex((words) => words.includes(last));
  return rank === -1 || splitWords(namesOf(table).humanOne).length > 2 ? TENANTS.length : rank;
}

function lastWord(table: Table): string {
  return splitWords(namesOf(table).humanOne).at(-1) ?? '';
}
