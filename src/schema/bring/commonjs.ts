import { isBuiltin } from 'node:module';
import {
  type CallExpression,
  type Node,
  parseSync,
  type Program,
  type Statement,
  type VariableDeclarator,
  Visitor,
} from 'oxc-parser';
import { nameScope } from '../../identifiers.ts';
import { exportsOf, isOneValue } from './commonjs-exports.ts';
import { clause, type IsOne, namesOf, quoted, type Required, required } from './commonjs-syntax.ts';
import type { Edit } from './cut.ts';
import { referencesOf } from './references.ts';
import { edited } from './rewrite.ts';

/** A module of JavaScript that knows no `import` and `export`, and uses what CommonJS has in their place. */
export function isCommonJs(path: string, source: string): boolean {
  if (!/\.c?js$/.test(path)) return false;
  const { program, module } = parseSync(path, source, { astType: 'ts', range: true });
  return !module.hasModuleSyntax && usesCommonJs(program);
}

const usesCommonJs = (program: Program) =>
  referencesOf(program, new Map()).references.some(({ name }) =>
    ['require', 'module', 'exports'].includes(name),
  );

/** Whether a module gives one value to whoever requires it; of one with `export`, and of one with several names, it is false. */
export function isOne(path: string, source: string): boolean {
  if (path.endsWith('.json')) return true;
  if (!isCommonJs(path, source)) return false;
  return isOneValue(parseSync(path, source, { astType: 'ts', range: true }).program);
}

/**
 * A CommonJS module as it reads with `import` and `export`: TypeScript sees no exports in the other kind, and a service has none.
 *
 * @returns undefined where its text does not tell what it exports
 */
export async function withImports(
  path: string,
  source: string,
  isOneOf: IsOne,
): Promise<string | undefined> {
  const { program } = parseSync(path, source, { astType: 'ts', range: true });
  const exported = await exportsOf(program, source, isOneOf);
  if (!exported) return undefined;
  const declared: Edit[] = [];
  for (const statement of program.body) {
    if (statement.type === 'VariableDeclaration') {
      declared.push(...(await importsOf(statement, source, isOneOf)));
    }
  }
  const edits = [...exported, ...declared];
  const { lines, uses } = await hoisted(program, edits, isOneOf);
  return [...lines, edited(source, [...edits, ...uses])].join('\n');
}

type Declaration = Extract<Statement, { type: 'VariableDeclaration' }>;

/** `const x = require('x'), y = 1;` as `import * as x from 'x'; const y = 1;`. */
async function importsOf(
  { declarations, kind, start, end }: Declaration,
  source: string,
  isOneOf: IsOne,
): Promise<Edit[]> {
  const lines: string[] = [];
  const rest: VariableDeclarator[] = [];
  for (const one of declarations) {
    const line = await importOf(one, isOneOf);
    if (line === undefined) rest.push(one);
    else lines.push(line);
  }
  if (lines.length === 0) return [];
  const [first] = rest;
  const last = rest.at(-1);
  if (!first || !last) return [{ start, end, by: lines.join('\n') }];
  // What lies between the first and the last is left as it is: it may have parts to be replaced.
  const gone = declarations.filter((one) => !rest.includes(one));
  return [
    { start, end: first.start, by: `${lines.join('\n')}\n${kind} ` },
    { start: last.end, end, by: ';' },
    ...gone
      .filter((one) => first.end <= one.start && one.end <= last.start)
      .map((one) => ({ start: one.start, end: source.indexOf(',', one.end) + 1, by: '' })),
  ];
}

async function importOf(
  { id, init }: VariableDeclarator,
  isOneOf: IsOne,
): Promise<string | undefined> {
  const found = required(init);
  if (!found) return undefined;
  if (id.type === 'Identifier') return importLine(id.name, found, isOneOf);
  if (id.type !== 'ObjectPattern') return undefined;
  const names = id.properties.map((one) =>
    one.type === 'Property' && one.value.type === 'Identifier' && one.key.type === 'Identifier'
      ? clause(one.key.name, one.value.name)
      : undefined,
  );
  if (names.includes(undefined)) return undefined;
  return `import { ${names.join(', ')} } from ${quoted(found.specifier)};`;
}

async function importLine(
  name: string,
  { specifier, isWrapped }: Required,
  isOneOf: IsOne,
): Promise<string> {
  const isValue = !isWrapped && !isBuiltin(specifier) && (await isOneOf(specifier));
  return `import ${isValue ? name : `* as ${name}`} from ${quoted(specifier)};`;
}

/** An import for each module that is required anywhere else, and its name in place of each such call. */
async function hoisted(program: Program, edits: readonly Edit[], isOneOf: IsOne) {
  const calls: (Required & { node: CallExpression })[] = [];
  const isDone = ({ start, end }: Node) =>
    edits.some((edit) => edit.start <= start && end <= edit.end);
  new Visitor({
    CallExpression: (node) => {
      const found = isDone(node) ? undefined : required(node);
      const isInner = calls.some((one) => one.node.start <= node.start && node.end <= one.node.end);
      if (found && !isInner) calls.push({ ...found, node });
    },
  }).visit(program);
  const taken = new Set(referencesOf(program, new Map()).references.map(({ name }) => name));
  for (const statement of program.body) for (const name of namesOf(statement)) taken.add(name);
  const free = nameScope((name) => taken.has(name));
  const names = new Map<string, string>();
  const lines: string[] = [];
  for (const call of calls) {
    if (names.has(call.specifier)) continue;
    const name = free(nameFor(call.specifier));
    names.set(call.specifier, name);
    lines.push(await importLine(name, call, isOneOf));
  }
  const uses = calls.map(({ node: { start, end }, specifier }) => ({
    start,
    end,
    by: names.get(specifier) ?? '',
  }));
  return { lines, uses };
}

/** `orderItemsModule` of `./order-items`. */
function nameFor(specifier: string): string {
  const [base = ''] = (specifier.split('/').findLast(Boolean) ?? '').split('.');
  const words = base.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const joined = words.map((word, at) => (at ? word[0]?.toUpperCase() + word.slice(1) : word));
  return `${/^[a-z]/i.test(base) ? joined.join('') : 'required'}Module`;
}
