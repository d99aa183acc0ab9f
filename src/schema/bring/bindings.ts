import type { BindingPattern, Node } from 'oxc-parser';

/** The names that a pattern binds: `{ a, b: [c] }` binds `a` and `c`. */
export function boundNames(pattern: BindingPattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) =>
        element ? boundNames(element.type === 'RestElement' ? element.argument : element) : [],
      );
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'RestElement' ? property.argument : property.value),
      );
  }
}

const CHANGING = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf']);

/** The bindings whose objects a statement changes, as far as its form shows; empty for anything but an expression. */
export function changedBindings(statement: Node): string[] {
  if (statement.type !== 'ExpressionStatement') return [];
  const { expression } = statement;
  const target = changedBy(expression);
  const name = target && rootOf(target);
  return name ? [name] : [];
}

function changedBy(expression: Node): Node | undefined {
  if (expression.type === 'AssignmentExpression') return expression.left;
  if (expression.type === 'UpdateExpression') return expression.argument;
  if (expression.type === 'UnaryExpression' && expression.operator === 'delete') {
    return expression.argument;
  }
  if (expression.type !== 'CallExpression' || expression.callee.type !== 'MemberExpression') {
    return undefined;
  }
  const { object, property } = expression.callee;
  const isObject = object.type === 'Identifier' && object.name === 'Object';
  if (!isObject) return object;
  return property.type === 'Identifier' && CHANGING.has(property.name)
    ? expression.arguments[0]
    : undefined;
}

/** `a` of `a.b[c].d`. */
function rootOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return rootOf(node.object);
  if (node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression') {
    return rootOf(node.expression);
  }
  return undefined;
}
