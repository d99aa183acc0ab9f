import type { A_Const, A_Expr, FuncCall, Node } from 'libpg-query';

import type { Literal } from './reading.ts';

/** What of a column a check speaks about. */
export interface Subject {
  column: string;
  of: 'value' | 'length' | 'items' | 'json-type';
}

/** One side of a comparison. */
export type Operand =
  | { is: 'literal'; value: Literal }
  /** `through` is the function around it that leaves most values as they are: lower, trim, ... */
  | { is: 'subject'; subject: Subject; through?: string }
  /** How many of the columns are filled; with `negated`, how many are null. */
  | { is: 'filled-test'; columns: string[]; negated: boolean };

const NOW = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'clock_timestamp',
  'timezone',
]);

const TRANSPARENT = new Set(['lower', 'upper', 'btrim', 'trim', 'ltrim', 'rtrim', 'coalesce']);

const MEASURES: Record<string, Subject['of']> = {
  length: 'length',
  char_length: 'length',
  character_length: 'length',
  octet_length: 'length',
  cardinality: 'items',
  array_length: 'items',
  jsonb_typeof: 'json-type',
  json_typeof: 'json-type',
};

/** Reads one side of a comparison; undefined if it is neither a constant nor about a column. */
export function operandOf(
  node: Node | undefined,
  keys: ReadonlyMap<string, string>,
): Operand | undefined {
  if (!node) return undefined;
  const value = literalOf(node);
  if (value !== undefined) return { is: 'literal', value };
  if ('TypeCast' in node) return operandOf(node.TypeCast.arg, keys);
  if ('CollateClause' in node) return operandOf(node.CollateClause.arg, keys);
  if ('CoalesceExpr' in node) return operandOf(node.CoalesceExpr.args?.[0], keys);
  if ('ColumnRef' in node) {
    const key = keys.get(nameOf(node.ColumnRef.fields));
    return key ? { is: 'subject', subject: { column: key, of: 'value' } } : undefined;
  }
  if ('NullTest' in node) {
    const operand = operandOf(node.NullTest.arg, keys);
    const negated = node.NullTest.nulltesttype === 'IS_NULL';
    return operand?.is === 'subject'
      ? { is: 'filled-test', columns: [operand.subject.column], negated }
      : undefined;
  }
  if ('A_Expr' in node) return sumOfTests(node.A_Expr, keys);
  return 'FuncCall' in node ? callOf(node.FuncCall, keys) : undefined;
}

function callOf(call: FuncCall, keys: ReadonlyMap<string, string>): Operand | undefined {
  const name = nameOf(call.funcname);
  const operands = (call.args ?? []).map((arg) => operandOf(arg, keys));
  if (name === 'num_nonnulls' || name === 'num_nulls') {
    const columns = operands.flatMap((item) => (item?.is === 'subject' ? item.subject.column : []));
    const complete = columns.length === operands.length;
    return complete ? { is: 'filled-test', columns, negated: name === 'num_nulls' } : undefined;
  }
  const [first] = operands;
  if (first?.is !== 'subject' || first.subject.of !== 'value') return undefined;
  const measure = MEASURES[name];
  if (measure) return { is: 'subject', subject: { ...first.subject, of: measure } };
  return TRANSPARENT.has(name) ? { ...first, through: name } : undefined;
}

/** `(a is not null)::int + (b is not null)::int`. */
function sumOfTests({ name, lexpr, rexpr }: A_Expr, keys: ReadonlyMap<string, string>) {
  if (nameOf(name) !== '+') return undefined;
  const left = operandOf(lexpr, keys);
  const right = operandOf(rexpr, keys);
  if (left?.is !== 'filled-test' || right?.is !== 'filled-test') return undefined;
  if (left.negated !== right.negated) return undefined;
  return { ...left, columns: [...left.columns, ...right.columns] };
}

/** The value of a constant; `now` for the current time, also with an interval added or taken away. */
export function literalOf(node: Node | undefined): Literal | undefined {
  if (!node) return undefined;
  if ('A_Const' in node) return constantOf(node.A_Const);
  if ('TypeCast' in node) {
    const value = literalOf(node.TypeCast.arg);
    const type = nameOf(node.TypeCast.typeName?.names);
    return type === 'bool' && typeof value === 'string' ? value.startsWith('t') : value;
  }
  if ('SQLValueFunction' in node) {
    return /CURRENT_(DATE|TIME)|LOCALTIME/.test(node.SQLValueFunction.op ?? '') ? 'now' : undefined;
  }
  if ('FuncCall' in node) {
    if (!NOW.has(nameOf(node.FuncCall.funcname))) return undefined;
    const args = (node.FuncCall.args ?? []).map(literalOf);
    return args.length === 0 || args.includes('now') ? 'now' : undefined;
  }
  return 'A_Expr' in node ? arithmeticOf(node.A_Expr) : undefined;
}

function arithmeticOf({ name, lexpr, rexpr }: A_Expr): Literal | undefined {
  const right = literalOf(rexpr);
  const symbol = nameOf(name);
  if (symbol === '-' && !lexpr && typeof right === 'number') return -right;
  const movesNow = (symbol === '+' || symbol === '-') && literalOf(lexpr) === 'now';
  return movesNow && right !== undefined ? 'now' : undefined;
}

function constantOf(constant: A_Const): Literal | undefined {
  if (constant.isnull) return undefined;
  // The parser leaves out zero values: `ival: {}` is 0, `boolval: {}` is false, `sval: {}` is ''.
  if (constant.ival) return constant.ival.ival ?? 0;
  if (constant.fval) return Number(constant.fval.fval);
  if (constant.boolval) return constant.boolval.boolval ?? false;
  return constant.sval ? (constant.sval.sval ?? '') : undefined;
}

/** The constants of `in (...)` or `any (array[...])`, also of `any ('{a,b}')`. */
export function listOf(node: Node | undefined): Literal[] | undefined {
  if (!node) return undefined;
  if ('TypeCast' in node) return listOf(node.TypeCast.arg);
  if ('A_Const' in node) {
    const text = constantOf(node.A_Const);
    const inner = typeof text === 'string' ? /^\{([^{}"\\]*)\}$/.exec(text)?.[1] : undefined;
    return inner?.split(',').map((part) => part.trim());
  }
  const items = itemsOf(node)?.map(literalOf);
  return items?.every((item) => item !== undefined) ? items : undefined;
}

function itemsOf(node: Node): Node[] | undefined {
  if ('List' in node) return node.List.items;
  return 'A_ArrayExpr' in node ? node.A_ArrayExpr.elements : undefined;
}

/** The last part of a possibly qualified name: a column, a function, an operator, a type. */
export function nameOf(parts: Node[] | undefined): string {
  const last = parts?.at(-1);
  return last && 'String' in last ? (last.String.sval ?? '') : '';
}
