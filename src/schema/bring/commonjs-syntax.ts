import type { CallExpression, Node, Statement } from 'oxc-parser';
import { boundNames } from './bindings.ts';

/** Whether a module that is required is one value, as after `module.exports = slug`, or an object of its exports. */
export type IsOne = (specifier: string) => Promise<boolean>;

/** What is required where, and whether a compiler has put a function around it that makes a namespace of it. */
export interface Required {
  specifier: string;
  isWrapped: boolean;
}

/** `a` or `a as b`. */
export const clause = (name: string, as: string): string =>
  name === as ? name : `${name} as ${as}`;

export const quoted = (specifier: string): string => `'${specifier.replaceAll("'", "\\'")}'`;

/** What a statement of the top level declares. */
export function namesOf(statement: Statement): string[] {
  if (statement.type === 'VariableDeclaration') {
    return statement.declarations.flatMap(({ id }) => boundNames(id));
  }
  const isNamed = statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration';
  return isNamed && statement.id ? [statement.id.name] : [];
}

/** `require('x')`, or what compilers write around it. */
export function required(node: Node | null | undefined): Required | undefined {
  if (node?.type !== 'CallExpression') return undefined;
  const [first] = node.arguments;
  const name = calleeName(node);
  if (WRAPPERS.has(name)) {
    const inner = required(first);
    return inner && { ...inner, isWrapped: true };
  }
  if (name !== 'require' || node.callee.type !== 'Identifier') return undefined;
  const isText = first?.type === 'Literal' && typeof first.value === 'string';
  return isText ? { specifier: first.value, isWrapped: false } : undefined;
}

/** What compilers put around `require`, so that it gives what `import * as` does. */
const WRAPPERS = new Set([
  '__importStar',
  '__importDefault',
  '_interopRequireWildcard',
  '_interopRequireDefault',
  '__toESM',
]);

/** `f` of `f(…)`, `tslib.f(…)` and `(0, f)(…)`. */
export function calleeName({ callee }: CallExpression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression') return '';
  return callee.property.type === 'Identifier' && !callee.computed ? callee.property.name : '';
}
