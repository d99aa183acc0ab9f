import type { A_Expr, BooleanTest, BoolExpr, CaseExpr, Node } from 'libpg-query';
import { cast } from './cast.ts';
import { call } from './functions.ts';
import { literalOf, nameOf } from './operand.ts';
import {
  anyOf,
  asBoolean,
  between,
  distinct,
  matches,
  not,
  operate,
  quantified,
} from './operators.ts';
import { calculate } from './arithmetic.ts';
import { compare } from './compare.ts';
import { UNKNOWN, type Value } from './value.ts';

/** Where an expression is worked out. */
export interface Scope {
  /** What a column of the row holds, by its name in the database. */
  row: (name: string) => Value;
  /** The current time, in milliseconds. */
  now: number;
}

/**
 * What an SQL expression comes to in a row, as PostgreSQL has it: with its three-valued logic, to which `UNKNOWN` is added for
 * whatever is not known here. It never guesses: an answer other than `UNKNOWN` is the one that the database would give.
 */
export function evaluate(node: Node | undefined, scope: Scope): Value {
  if (!node) return UNKNOWN;
  if ('A_Const' in node) return node.A_Const.isnull ? null : (literalOf(node) ?? UNKNOWN);
  if ('ColumnRef' in node) return scope.row(nameOf(node.ColumnRef.fields));
  if ('BoolExpr' in node) return junction(node.BoolExpr, scope);
  if ('A_Expr' in node) return expression(node.A_Expr, scope);
  if ('NullTest' in node) {
    const { arg, nulltesttype } = node.NullTest;
    return isNull(evaluate(arg, scope), nulltesttype === 'IS_NULL');
  }
  if ('BooleanTest' in node) return booleanTest(node.BooleanTest, scope);
  if ('TypeCast' in node) {
    return cast(evaluate(node.TypeCast.arg, scope), node.TypeCast.typeName);
  }
  if ('CollateClause' in node) return evaluate(node.CollateClause.arg, scope);
  if ('CaseExpr' in node) return caseOf(node.CaseExpr, scope);
  if ('CoalesceExpr' in node) return coalesce(node.CoalesceExpr.args ?? [], scope);
  if ('MinMaxExpr' in node) {
    const { op, args = [] } = node.MinMaxExpr;
    return extreme(args, op === 'IS_GREATEST' ? 1 : -1, scope);
  }
  if ('SQLValueFunction' in node) return currentTime(node.SQLValueFunction.op ?? '', scope);
  if ('FuncCall' in node) {
    const { funcname, args = [] } = node.FuncCall;
    return call(
      nameOf(funcname),
      args.map((arg) => evaluate(arg, scope)),
      scope,
    );
  }
  const items = itemsOf(node);
  return items ? items.map((item) => evaluate(item, scope)) : UNKNOWN;
}

const isNull = (value: Value, wanted: boolean): Value =>
  value === UNKNOWN ? UNKNOWN : (value === null) === wanted;

function junction({ boolop, args = [] }: BoolExpr, scope: Scope): Value {
  if (boolop === 'NOT_EXPR') return not(asBoolean(evaluate(args[0], scope)));
  return anyOf(
    args.map((arg) => asBoolean(evaluate(arg, scope))),
    boolop === 'OR_EXPR',
  );
}

function booleanTest({ arg, booltesttype = 'IS_TRUE' }: BooleanTest, scope: Scope): Value {
  const value = asBoolean(evaluate(arg, scope));
  if (value === UNKNOWN) return UNKNOWN;
  const wanted = booltesttype.endsWith('TRUE')
    ? true
    : booltesttype.endsWith('FALSE')
      ? false
      : null;
  return (value === wanted) !== booltesttype.startsWith('IS_NOT');
}

function expression({ kind, name, lexpr, rexpr }: A_Expr, scope: Scope): Value {
  const symbol = nameOf(name);
  const left = () => evaluate(lexpr, scope);
  const right = () => evaluate(rexpr, scope);
  switch (kind) {
    case 'AEXPR_OP':
      return lexpr ? operate(symbol, left(), right()) : calculate(symbol, 0, right());
    case 'AEXPR_IN':
    case 'AEXPR_OP_ANY':
      return quantified(symbol === '<>' && kind === 'AEXPR_IN' ? '=' : symbol, left(), right(), {
        decisive: true,
        negated: symbol === '<>' && kind === 'AEXPR_IN',
      });
    case 'AEXPR_OP_ALL':
      return quantified(symbol, left(), right(), { decisive: false, negated: false });
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT':
      return distinct(left(), right(), kind === 'AEXPR_DISTINCT');
    case 'AEXPR_NULLIF': {
      const isSame = operate('=', left(), right());
      return isSame === UNKNOWN ? UNKNOWN : isSame === true ? null : left();
    }
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return matches(left(), right(), symbol);
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return between(kind, left(), right());
    default:
      return UNKNOWN;
  }
}

function caseOf({ arg, args = [], defresult }: CaseExpr, scope: Scope): Value {
  const subject = arg ? evaluate(arg, scope) : undefined;
  for (const branch of args) {
    if (!('CaseWhen' in branch)) return UNKNOWN;
    const { expr, result } = branch.CaseWhen;
    const value = evaluate(expr, scope);
    const isMet = subject === undefined ? asBoolean(value) : operate('=', subject, value);
    if (isMet === UNKNOWN) return UNKNOWN;
    if (isMet === true) return evaluate(result, scope);
  }
  return defresult ? evaluate(defresult, scope) : null;
}

function coalesce(args: Node[], scope: Scope): Value {
  for (const arg of args) {
    const value = evaluate(arg, scope);
    if (value !== null) return value;
  }
  return null;
}

function extreme(args: Node[], sign: 1 | -1, scope: Scope): Value {
  let best: Value = null;
  for (const arg of args) {
    const value = evaluate(arg, scope);
    if (value === null) continue;
    const order: Value = best === null ? sign : compare(value, best, false);
    if (typeof order !== 'number') return UNKNOWN;
    if (order * sign > 0) best = value;
  }
  return best;
}

function currentTime(op: string, { now }: Scope): Value {
  if (/CURRENT_DATE/.test(op)) return { is: 'day', at: Math.floor(now / 86_400_000) * 86_400_000 };
  return /TIMESTAMP/.test(op) ? { is: 'moment', at: now } : UNKNOWN;
}

function itemsOf(node: Node): Node[] | undefined {
  if ('List' in node) return node.List.items ?? [];
  return 'A_ArrayExpr' in node ? (node.A_ArrayExpr.elements ?? []) : undefined;
}
