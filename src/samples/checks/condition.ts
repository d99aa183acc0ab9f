import type { A_Expr, BooleanTest, BoolExpr, Node } from 'libpg-query';

import type { Literal, Pattern } from './reading.ts';
import { literalOf, listOf, nameOf, operandOf, type Operand, type Subject } from './operand.ts';
import { likePattern, posixPattern, unchangedBy } from './pattern.ts';

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '<>';

/** A check constraint in the few forms that sample values can follow. Columns are given by their key. */
export type Condition =
  | { is: 'all' | 'any'; parts: Condition[] }
  | { is: 'null' | 'filled'; column: string }
  | { is: 'bound'; subject: Subject; op: Comparison; value: number | string }
  | { is: 'one-of' | 'none-of'; column: string; values: Literal[] }
  | { is: 'match'; column: string; pattern: Pattern }
  | { is: 'compare'; left: string; op: Comparison; right: string }
  | { is: 'filled-count'; columns: string[]; op: Comparison; count: number }
  | { is: 'json-type'; column: string; type: string }
  | { is: 'unknown' };

const isComparison = (symbol: string): symbol is Comparison => symbol in NEGATED;

interface Reading {
  /** Column keys by the name in the database. */
  keys: ReadonlyMap<string, string>;
  /** Inside an odd number of NOTs. */
  negated: boolean;
}

const UNKNOWN: Condition = { is: 'unknown' };

const NEGATED: Record<Comparison, Comparison> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '=': '<>',
  '<>': '=',
};

const FLIPPED: Record<Comparison, Comparison> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '=': '=',
  '<>': '<>',
};

/** Reads a boolean SQL expression; whatever has no form in `Condition` becomes `unknown`, at the smallest part. */
export function toCondition(node: Node, keys: ReadonlyMap<string, string>): Condition {
  return read(node, { keys, negated: false });
}

function read(node: Node | undefined, reading: Reading): Condition {
  if (!node) return UNKNOWN;
  if ('BoolExpr' in node) return readJunction(node.BoolExpr, reading);
  if ('NullTest' in node) {
    const column = columnOf(node.NullTest.arg, reading);
    const isNull = (node.NullTest.nulltesttype === 'IS_NULL') !== reading.negated;
    return column ? { is: isNull ? 'null' : 'filled', column } : UNKNOWN;
  }
  if ('BooleanTest' in node) return readBooleanTest(node.BooleanTest, reading);
  if ('ColumnRef' in node) return isBoolean(columnOf(node, reading), !reading.negated);
  if ('A_Expr' in node) return readExpression(node.A_Expr, reading);
  return UNKNOWN;
}

function readJunction({ boolop, args = [] }: BoolExpr, reading: Reading): Condition {
  if (boolop === 'NOT_EXPR') return read(args[0], { ...reading, negated: !reading.negated });
  const is = (boolop === 'AND_EXPR') !== reading.negated ? 'all' : 'any';
  return { is, parts: args.map((arg) => read(arg, reading)) };
}

function readBooleanTest({ arg, booltesttype }: BooleanTest, reading: Reading): Condition {
  const wanted = booltesttype === 'IS_TRUE' || booltesttype === 'IS_NOT_FALSE';
  const known = wanted || booltesttype === 'IS_FALSE' || booltesttype === 'IS_NOT_TRUE';
  return known ? isBoolean(columnOf(arg, reading), wanted !== reading.negated) : UNKNOWN;
}

const isBoolean = (column: string | undefined, value: boolean): Condition =>
  column ? { is: 'one-of', column, values: [value] } : UNKNOWN;

function readExpression(expression: A_Expr, reading: Reading): Condition {
  const symbol = nameOf(expression.name);
  switch (expression.kind) {
    case 'AEXPR_IN':
    case 'AEXPR_OP_ANY':
      return readList(expression, symbol === '=', reading);
    case 'AEXPR_OP_ALL':
      return symbol === '<>' ? readList(expression, false, reading) : UNKNOWN;
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
      return readBetween(expression, reading);
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return readMatch(expression, symbol, reading);
    case 'AEXPR_OP':
      return isComparison(symbol)
        ? readComparison(expression, symbol, reading)
        : readMatch(expression, symbol, reading);
    default:
      return UNKNOWN;
  }
}

function readList(expression: A_Expr, isIn: boolean, reading: Reading): Condition {
  const column = columnOf(expression.lexpr, reading);
  const values = listOf(expression.rexpr);
  if (!column || !values) return UNKNOWN;
  return { is: isIn !== reading.negated ? 'one-of' : 'none-of', column, values };
}

function readBetween({ kind, lexpr, rexpr }: A_Expr, reading: Reading): Condition {
  const outside = (kind === 'AEXPR_NOT_BETWEEN') !== reading.negated;
  const [low, high] = rexpr && 'List' in rexpr ? (rexpr.List.items ?? []) : [];
  const { keys } = reading;
  const [value, from, to] = [lexpr, low, high].map((node) => operandOf(node, keys));
  return {
    is: outside ? 'any' : 'all',
    parts: [compare(value, outside ? '<' : '>=', from), compare(value, outside ? '>' : '<=', to)],
  };
}

function readMatch(expression: A_Expr, symbol: string, reading: Reading): Condition {
  const column = columnOf(expression.lexpr, reading);
  const text = literalOf(expression.rexpr);
  if (!column || typeof text !== 'string') return UNKNOWN;
  const regex = symbol.includes('~~') ? likePattern(text, symbol) : posixPattern(text, symbol);
  if (!regex) return UNKNOWN;
  const negated = symbol.startsWith('!') !== reading.negated;
  return { is: 'match', column, pattern: { regex, negated } };
}

function readComparison(expression: A_Expr, symbol: Comparison, reading: Reading): Condition {
  const { lexpr, rexpr } = expression;
  const op = reading.negated ? NEGATED[symbol] : symbol;
  const left = operandOf(lexpr, reading.keys);
  const right = operandOf(rexpr, reading.keys);
  return left?.is === 'filled-test' && right?.is === 'filled-test'
    ? compareFilled(left, op, right)
    : compare(left, op, right);
}

type FilledTest = Extract<Operand, { is: 'filled-test' }>;

/** `(a is null) = (b is null)`: both or neither; we fill both. */
function compareFilled(left: FilledTest, op: Comparison, right: FilledTest): Condition {
  const same = (op === '=') === (left.negated === right.negated);
  if (op !== '=' && op !== '<>') return UNKNOWN;
  const columns = [...left.columns, ...right.columns];
  return { is: 'filled-count', columns, op: '=', count: same ? columns.length : 1 };
}

function compare(left: Operand | undefined, op: Comparison, right: Operand | undefined): Condition {
  if (!left || !right) return UNKNOWN;
  if (left.is === 'literal')
    return right.is === 'literal' ? UNKNOWN : compare(right, FLIPPED[op], left);
  if (right.is === 'literal') return compareToLiteral(left, op, right.value);
  if (left.is !== 'subject' || right.is !== 'subject') return UNKNOWN;
  if (left.subject.column === right.subject.column) return compareToItself(left, op, right);
  const plain = left.subject.of === 'value' && right.subject.of === 'value';
  return plain
    ? { is: 'compare', left: left.subject.column, op, right: right.subject.column }
    : UNKNOWN;
}

function compareToLiteral(operand: Operand, op: Comparison, value: Literal): Condition {
  if (operand.is === 'filled-test' && typeof value === 'number') {
    const { columns, negated } = operand;
    return negated
      ? { is: 'filled-count', columns, op: FLIPPED[op], count: columns.length - value }
      : { is: 'filled-count', columns, op, count: value };
  }
  if (operand.is !== 'subject') return UNKNOWN;
  const { subject } = operand;
  if (subject.of === 'json-type') {
    const isType = op === '=' && typeof value === 'string';
    return isType ? { is: 'json-type', column: subject.column, type: value } : UNKNOWN;
  }
  if (subject.of === 'value' && (op === '=' || op === '<>')) {
    return { is: op === '=' ? 'one-of' : 'none-of', column: subject.column, values: [value] };
  }
  return typeof value === 'boolean' ? UNKNOWN : { is: 'bound', subject, op, value };
}

type SubjectOperand = Extract<Operand, { is: 'subject' }>;

/** `email = lower(email)`. */
function compareToItself(left: SubjectOperand, op: Comparison, right: SubjectOperand): Condition {
  const regex = unchangedBy(left.through ?? right.through);
  if (op !== '=' || !regex) return UNKNOWN;
  return { is: 'match', column: left.subject.column, pattern: { regex, negated: false } };
}

function columnOf(node: Node | undefined, { keys }: Reading): string | undefined {
  const operand = operandOf(node, keys);
  return operand?.is === 'subject' && operand.subject.of === 'value'
    ? operand.subject.column
    : undefined;
}
