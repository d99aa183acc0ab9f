import type { Node } from 'libpg-query';
import type { Table } from '../../schema/table.ts';
import type { Literal } from './reading.ts';
import { evaluate } from './evaluate.ts';
import { literalOf, nameOf } from './operand.ts';
import type { Row } from '../rows.ts';

/** A check constraint that can be asked about a row. */
export interface Rule {
  name: string;
  sql: string;
  /** Keys of the columns that it mentions. */
  columns: string[];
  /** The constants in it: values that are likely to matter. */
  literals: Literal[];
  /** The samples were made to follow all of it: right even where it can't be worked out here. */
  isFollowed: boolean;
  /** Names of the columns among them that can't be NULL: no check has to say so. */
  required: string[];
  expression: Node | undefined;
}

export type Verdict = 'kept' | 'broken' | 'unknown';

/** A check with what it speaks about. */
export function toRule(
  check: Table['checks'][number],
  expression: Node | undefined,
  { columns }: Table,
  isFollowed: boolean,
): Rule {
  const nodes = expression ? [...walk(expression)] : [];
  const names = new Set(
    nodes.flatMap((node) => ('ColumnRef' in node ? nameOf(node.ColumnRef.fields) : [])),
  );
  const mentioned = columns.filter(({ name }) => names.has(name));
  return {
    ...check,
    columns: mentioned.map(({ key }) => key),
    required: mentioned.filter(({ notNull }) => notNull).map(({ name }) => name),
    literals: [
      ...new Set(nodes.flatMap((node) => ('A_Const' in node ? (literalOf(node) ?? []) : []))),
    ],
    isFollowed,
    expression,
  };
}

/** What the check says of the row at a time. NULL keeps it, as in PostgreSQL. */
export function verdictOf(rule: Rule, row: Row, now: number): Verdict {
  const { expression, isFollowed, required } = rule;
  if (required.some((name) => row(name) === null)) return 'broken';
  const answer = evaluate(expression, { row, now });
  if (answer === false) return 'broken';
  return answer === true || answer === null || isFollowed ? 'kept' : 'unknown';
}

/** All columns that the given ones are connected with by checks, themselves included. */
export function connected(rules: readonly Rule[], keys: Iterable<string>): Set<string> {
  const found = new Set(keys);
  for (let size = -1; size < found.size;) {
    size = found.size;
    for (const { columns } of rules) {
      if (columns.some((key) => found.has(key))) for (const key of columns) found.add(key);
    }
  }
  return found;
}

/** Every node of a syntax tree. */
function* walk(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const part of Object.values(value)) yield* walk(part);
}
