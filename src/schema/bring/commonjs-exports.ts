import type { Expression, Node, Program, Statement } from 'oxc-parser';
import { Visitor } from 'oxc-parser';
import { isName, memberOf, objectExports, objectOf, type Work } from './commonjs-object.ts';
import { calleeName, clause, type IsOne, namesOf, quoted, required } from './commonjs-syntax.ts';
import type { Edit } from './cut.ts';
import { referencesOf } from './references.ts';
import { bare, propertyOf } from './syntax.ts';

/** In place of a statement, or of its first part: undefined where it has nothing to do with exports, null where it can't be told. */
type Rewritten = Edit | undefined | null;

/**
 * Each statement of a CommonJS module that exports something, as one with `export`, and each use of what it exports by the
 * name alone.
 *
 * @returns undefined where the text does not tell what is exported
 */
export async function exportsOf(
  program: Program,
  source: string,
  isOneOf: IsOne,
): Promise<Edit[] | undefined> {
  const work: Work = { source, own: ownNames(program), isOneOf, declared: [] };
  const edits: Edit[] = [];
  for (const statement of program.body) {
    const edit = await rewritten(statement, work);
    if (edit === null) return undefined;
    if (edit) edits.push(edit);
  }
  const { declared, own } = work;
  const isTwice = declared.some((name, at) => own.has(name) || declared.indexOf(name) < at);
  const uses = isTwice ? undefined : usesOf(program, edits, new Set(declared));
  return uses && [...edits, ...uses];
}

/** Whether whoever requires a module gets one value, as after `module.exports = slug`. */
export function isOneValue(program: Program): boolean {
  const own = ownNames(program);
  const values = program.body.flatMap((statement) => {
    const assigned = assignment(statement);
    return assigned?.targets.some(isModuleExports) ? [assigned.value] : [];
  });
  const [value] = values;
  if (!value || required(value)) return false;
  return !objectOf(value, own);
}

const ownNames = (program: Program): Work['own'] =>
  new Map(
    program.body.flatMap((statement) =>
      namesOf(statement).map((name): [string, Expression | null] => {
        const found =
          statement.type === 'VariableDeclaration' &&
          statement.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name);
        return [name, (found && found.init) || null];
      }),
    ),
  );

/** `module.exports`. */
const isModuleExports = (node: Node): boolean =>
  node.type === 'MemberExpression' &&
  node.object.type === 'Identifier' &&
  node.object.name === 'module' &&
  memberOf(node) === 'exports';

/** `exports` or `module.exports`. */
const isExports = (node: Node): boolean =>
  (node.type === 'Identifier' && node.name === 'exports') || isModuleExports(node);

/** `a = b = value` of a statement. */
function assignment(statement: Statement): { targets: Node[]; value: Expression } | undefined {
  if (statement.type !== 'ExpressionStatement') return undefined;
  const targets: Node[] = [];
  let value = bare(statement.expression);
  while (value.type === 'AssignmentExpression' && value.operator === '=') {
    targets.push(value.left);
    value = bare(value.right);
  }
  return targets.length > 0 ? { targets, value } : undefined;
}

async function rewritten(statement: Statement, work: Work): Promise<Rewritten> {
  const { start, end } = statement;
  if (isIdle(statement)) return { start, end, by: '' };
  const assigned = assignment(statement);
  if (assigned) return assignedExport(statement, assigned, work);
  if (statement.type !== 'ExpressionStatement') return undefined;
  const call = bare(statement.expression);
  if (call.type !== 'CallExpression') return undefined;
  const found = required(call);
  if (found) return { start, end, by: `import ${quoted(found.specifier)};` };
  const text = await calledExport(call, work);
  return typeof text === 'string' ? { start, end, by: text } : text;
}

/** Statements that say what every module says: `'use strict'`, `__esModule`, `if (require.main === module)`. */
function isIdle(statement: Statement): boolean {
  if (statement.type === 'IfStatement') {
    const { test } = statement;
    return (
      test.type === 'BinaryExpression' &&
      [test.left, test.right].some((one) => one.type === 'Identifier' && one.name === 'module')
    );
  }
  if (statement.type !== 'ExpressionStatement') return false;
  const { expression } = statement;
  if (expression.type === 'Literal') return true;
  if (expression.type !== 'CallExpression' || calleeName(expression) !== 'defineProperty') {
    return false;
  }
  const [, key] = expression.arguments;
  return key?.type === 'Literal' && key.value === '__esModule';
}

/** `exports.x = …` and `module.exports = …`. */
async function assignedExport(
  { start, end }: Statement,
  { targets, value }: { targets: Node[]; value: Expression },
  work: Work,
): Promise<Rewritten> {
  const isOurs = (node: Node) =>
    isExports(node) || (node.type === 'MemberExpression' && isExports(node.object));
  if (!targets.some(isOurs)) return undefined;
  if (!targets.every(isOurs)) return null;
  if (value.type === 'UnaryExpression' && value.operator === 'void') return { start, end, by: '' };
  if (targets.some(isExports)) {
    if (!targets.every(isExports)) return null;
    const found = required(value);
    if (found) return { start, end, by: `export * from ${quoted(found.specifier)};` };
    const object = objectOf(value, work.own);
    if (!object) return { start, end: value.start, by: 'export default ' };
    const text = await objectExports(object, work);
    if (text === null) return null;
    const byName = value.type === 'Identifier' ? `\nexport default ${value.name};` : '';
    return { start, end, by: `${text}${byName}` };
  }
  const name = targets.length === 1 && targets[0] ? memberOf(targets[0]) : undefined;
  if (name === undefined) return null;
  if (name === 'default') return { start, end: value.start, by: 'export default ' };
  if (value.type === 'Identifier' && work.own.has(value.name)) {
    return { start, end, by: `export { ${clause(value.name, name)} };` };
  }
  if (!isName(name)) return null;
  work.declared.push(name);
  return { start, end: value.start, by: `export const ${name} = ` };
}

/** What `__exportStar(require('./x'), exports)` and its like export; null where that can't be told. */
async function calledExport(
  call: Extract<Expression, { type: 'CallExpression' }>,
  work: Work,
): Promise<string | undefined | null> {
  const [first, second, third] = call.arguments as (Expression | undefined)[];
  const name = calleeName(call);
  if (/^_?_?exportStar$/.test(name) && first) {
    const found = required(first);
    return found ? `export * from ${quoted(found.specifier)};` : null;
  }
  if (!first || !isExports(first)) return undefined;
  if (name === 'assign' && second) {
    const found = required(second);
    if (found) return `export * from ${quoted(found.specifier)};`;
    const object = objectOf(second, work.own);
    return object ? objectExports(object, work) : null;
  }
  if (name !== 'defineProperty' || second?.type !== 'Literal' || third?.type !== 'ObjectExpression')
    return null;
  const key = String(second.value);
  const got = returned(propertyOf(third, 'get'));
  if (!got || !isName(key)) return null;
  work.declared.push(key);
  return `export const ${key} = ${work.source.slice(got.start, got.end)};`;
}

function returned(getter: Expression | undefined): Expression | undefined {
  if (getter?.type === 'ArrowFunctionExpression' && getter.body.type !== 'BlockStatement') {
    return getter.body;
  }
  if (getter?.type !== 'FunctionExpression' && getter?.type !== 'ArrowFunctionExpression') {
    return undefined;
  }
  const [only] = getter.body && 'body' in getter.body ? (getter.body.body as Statement[]) : [];
  return only?.type === 'ReturnStatement' && only.argument ? only.argument : undefined;
}

/** `exports.x` in the middle of something, as `x`; undefined where `module` or `exports` are used in another way. */
function usesOf(
  program: Program,
  edits: readonly Edit[],
  names: ReadonlySet<string>,
): Edit[] | undefined {
  const isDone = (at: number) => edits.some(({ start, end }) => start <= at && at < end);
  const open = new Set(
    referencesOf(program, new Map())
      .references.filter(({ name, start }) => /^(module|exports)$/.test(name) && !isDone(start))
      .map(({ start }) => start),
  );
  const uses: Edit[] = [];
  new Visitor({
    MemberExpression: (node) => {
      const name = memberOf(node);
      if (!isExports(node.object) || !open.has(node.start)) return;
      if (name === undefined || !names.has(name)) return;
      open.delete(node.start);
      uses.push({ start: node.start, end: node.end, by: name });
    },
  }).visit(program);
  return open.size === 0 ? uses : undefined;
}
