import type { Expression, Node, ObjectExpression } from 'oxc-parser';
import { isIdentifier, isReservedWord } from '../../identifiers.ts';
import { clause, type IsOne, quoted, required } from './commonjs-syntax.ts';
import { bare, keyOf } from './syntax.ts';

/** What is known of a module while its exports are rewritten. */
export interface Work {
  source: string;
  /** What its top level declares: a name, and its value where that is an object that is written out. */
  own: Map<string, Expression | null>;
  isOneOf: IsOne;
  /** Names that are exported as declarations of their own. */
  declared: string[];
}

/** Whether something can be declared under a name. */
export const isName = (name: string) => isIdentifier(name) && !isReservedWord(name);

/** An object that is written out, where it stands or as the value of a variable. */
export function objectOf(value: Expression, own: Work['own']): ObjectExpression | undefined {
  const found = value.type === 'Identifier' ? own.get(value.name) : value;
  const object = found && bare(found);
  return object?.type === 'ObjectExpression' ? object : undefined;
}

/** `b` of `a.b` and `a['b']`. */
export function memberOf(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const { property, computed } = node;
  if (property.type === 'Identifier' && !computed) return property.name;
  return property.type === 'Literal' && typeof property.value === 'string'
    ? property.value
    : undefined;
}

/** `{ users, people: users, ...require('./posts'), make() {} }`, as what exports that. */
export async function objectExports(object: ObjectExpression, work: Work): Promise<string | null> {
  const clauses: string[] = [];
  const lines: string[] = [];
  for (const one of object.properties) {
    if (one.type === 'SpreadElement') {
      const found = required(behind(one.argument, work.own));
      if (!found) return null;
      lines.push(`export * from ${quoted(found.specifier)};`);
      continue;
    }
    const { value, computed, method } = one;
    const name = keyOf(one);
    if (computed || one.kind !== 'init' || name === undefined || !isIdentifier(name)) return null;
    if (value.type === 'Identifier' && work.own.has(value.name)) {
      clauses.push(clause(value.name, name));
      continue;
    }
    const line = (await passedOn(name, value, work)) ?? declaration(name, value, method, work);
    if (line === null) return null;
    lines.push(line);
  }
  return [...(clauses.length > 0 ? [`export { ${clauses.join(', ')} };`] : []), ...lines].join(
    '\n',
  );
}

/** The value of a variable, or the expression itself. */
const behind = (node: Expression, own: Work['own']) =>
  node.type === 'Identifier' ? own.get(node.name) : node;

/** `users: require('./users')` and `users: require('./users').users`. */
async function passedOn(name: string, value: Expression, { isOneOf }: Work) {
  const member = memberOf(value);
  const found = required(value.type === 'MemberExpression' ? value.object : value);
  if (!found) return undefined;
  const from = `from ${quoted(found.specifier)};`;
  if (member !== undefined) return `export { ${clause(member, name)} } ${from}`;
  return (await isOneOf(found.specifier))
    ? `export { default as ${name} } ${from}`
    : `export * as ${name} ${from}`;
}

function declaration(
  name: string,
  value: Expression,
  isMethod: boolean,
  { source, declared }: Work,
): string | null {
  if (!isName(name)) return null;
  declared.push(name);
  const text = source.slice(value.start, value.end);
  if (!isMethod || value.type !== 'FunctionExpression') return `export const ${name} = ${text};`;
  return `export ${value.async ? 'async ' : ''}function${value.generator ? '*' : ''} ${name}${text}`;
}
