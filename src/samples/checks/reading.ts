import { parseSync } from 'libpg-query';

import type { Table } from '../../schema/table.ts';
import { loadSqlParser } from '../../sql-parser.ts';
import { toCondition } from './condition.ts';
import { type Draft, applyCondition, emptyDraft } from './draft.ts';
import { type Order, rankOrders } from './order.ts';
import type { Way } from '../rows.ts';
import { type Rule, toRule } from './rule.ts';

/** A limit. A string is a date as written in the check, or `now`. */
export interface Bound {
  value: number | string;
  inclusive: boolean;
}

export type Literal = string | number | boolean;

export interface Pattern {
  regex: RegExp;
  /** The value must not match. */
  negated: boolean;
}

/** What check constraints ask of one column, in the form that a sample value can be built from. */
export interface ColumnHint {
  /** Names of the constraints that the hint comes from. */
  checks: string[];
  /** Other columns of the row are filled instead: the sample is null. */
  isNull?: true;
  min?: Bound;
  max?: Bound;
  minLength?: number;
  maxLength?: number;
  /** Of an array. */
  minItems?: number;
  maxItems?: number;
  values?: Literal[];
  excluded?: Literal[];
  patterns?: Pattern[];
  jsonType?: string;
  order?: Order;
}

/** By column key. */
export type ColumnHints = Record<string, ColumnHint>;

export interface CheckReading {
  hints: ColumnHints;
  /** Keys of columns that a row must fill although it could do without, because a check counts on them. */
  filled: string[];
  /** Constraints that sample values may violate, with their SQL. */
  notUnderstood: { name: string; sql: string }[];
  /** The checks to ask about a row. */
  rules?: readonly Rule[];
  /**
   * Names of the checks that may refuse a row however it is filled: the factory's own, one that a client sends, one that is
   * deleted, one of which a test says no more than that.
   */
  refusing?: Record<Way, string[]>;
}

/**
 * Loads PostgreSQL's own parser and returns the function that reads a table's check constraints. It is asynchronous
 * because the parser is WebAssembly; the function itself is pure and never throws: SQL that does
 * not parse or is of a form that samples cannot be built from is among `notUnderstood`.
 */
export async function loadCheckReader(): Promise<(table: Table) => CheckReading> {
  await loadSqlParser();
  return readChecks;
}

function readChecks(table: Table): CheckReading {
  const draft = emptyDraft(table);
  const refused = new Set<string>();
  for (const { name, sql } of table.checks) {
    if (!applyCheck(name, sql, draft)) refused.add(name);
  }
  for (const name of rankOrders(draft)) refused.add(name);
  return {
    hints: draft.hints,
    filled: [...draft.filled],
    notUnderstood: table.checks.filter(({ name }) => refused.has(name)),
  };
}

/** The reading with its checks as rules: what was understood before is taken to hold where a rule can't be worked out. */
export function withRules(table: Table, reading: CheckReading): CheckReading {
  const refused = new Set(reading.notUnderstood.map(({ name }) => name));
  const rules = table.checks.map((check) =>
    toRule(check, parseExpression(check.sql), table, !refused.has(check.name)),
  );
  return { ...reading, rules };
}

function applyCheck(name: string, sql: string, draft: Draft): boolean {
  const expression = parseExpression(sql);
  if (!expression) return false;
  const keys = new Map([...draft.columns.values()].map((column) => [column.name, column.key]));
  return applyCondition(toCondition(expression, keys), { draft, check: name });
}

/** The syntax tree of an SQL expression; undefined if the text is anything else. */
function parseExpression(sql: string) {
  try {
    const { stmts } = parseSync(`SELECT (${sql})`);
    const statement = stmts?.length === 1 ? stmts[0]?.stmt : undefined;
    if (!statement || !('SelectStmt' in statement)) return undefined;
    const targets = statement.SelectStmt.targetList ?? [];
    const target = targets.length === 1 ? targets[0] : undefined;
    return target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  } catch {
    return undefined;
  }
}
