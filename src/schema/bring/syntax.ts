import type { Expression, FunctionBody, ObjectExpression, ObjectProperty } from 'oxc-parser';

export type Arguments = Extract<Expression, { type: 'CallExpression' }>['arguments'];

/** An expression without the types and brackets around it. */
export function bare(node: Expression): Expression {
  const isWrapped =
    node.type === 'TSAsExpression' ||
    node.type === 'TSSatisfiesExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'ParenthesizedExpression';
  return isWrapped ? bare(node.expression) : node;
}

/** The key of a property; undefined when it is computed. */
export function keyOf({ key, computed }: ObjectProperty): string | undefined {
  if (key.type === 'Literal') return String(key.value);
  return key.type === 'Identifier' && !computed ? key.name : undefined;
}

/** The keys of an object that is written out; undefined when they are not all there to read. */
export function keysOf({ properties }: ObjectExpression): Set<string> | undefined {
  const keys = properties.map((one) => (one.type === 'Property' ? keyOf(one) : undefined));
  return keys.every((key) => key !== undefined) ? new Set(keys) : undefined;
}

/** The value under a key of an object that is written out. */
export function propertyOf({ properties }: ObjectExpression, name: string): Expression | undefined {
  const found = properties.find((one) => one.type === 'Property' && keyOf(one) === name);
  return found?.type === 'Property' ? found.value : undefined;
}

/** A key of an object type as it has to be written. */
export const keyText = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);

/** A value as a literal type; null for anything that is no literal. */
export function literalText(given: Expression): string | null {
  const node = bare(given);
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    const value = literalText(node.argument);
    return value && `-${value}`;
  }
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return JSON.stringify(node.quasis[0]?.value.cooked ?? '');
  }
  if (node.type !== 'Literal' || 'regex' in node) return null;
  if (typeof node.value === 'bigint') return `${node.value}n`;
  return JSON.stringify(node.value);
}

/** A text that is written out; undefined for anything else. */
export function textOf(given: Expression): string | undefined {
  const node = bare(given);
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** The expression itself, or what it returns where it is a function: `(t) => ({ ... })`. */
export function resultOf(given: Expression): Expression | undefined {
  const node = bare(given);
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return node;
  if (!node.body) return undefined;
  return node.body.type === 'BlockStatement' ? returnedBy(node.body) : resultOf(node.body);
}

/** What a function gives at its end. */
export function returnedBy({ body }: FunctionBody): Expression | undefined {
  const end = body.findLast(({ type }) => type === 'ReturnStatement');
  return end?.type === 'ReturnStatement' && end.argument ? bare(end.argument) : undefined;
}
