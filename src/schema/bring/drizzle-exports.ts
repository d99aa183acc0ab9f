import type { Node } from 'oxc-parser';
import { DEFAULT, type Piece } from './anatomy.ts';
import { type Library, type Module, targetOf } from './library.ts';

/** Where tables, enums, relations and the like are made; `drizzle-orm/node-postgres` and its kind connect to a database. */
const BUILDERS = /^drizzle-orm(\/\w+-core)?$/;

/**
 * The exports of modules that look, by their text alone, as if drizzle-orm had made them: `pgTable(…)`, `auth.table(…)`, or a
 * call of the project's own `createTable`. For modules that can't be run, where nothing better is known.
 */
export async function drizzleExports(
  entries: readonly string[],
  library: Library,
): Promise<{ file: string; key: string }[]> {
  const found: { file: string; key: string }[] = [];
  for (const file of entries) {
    for (const key of await exportedNames(file, library, new Set())) {
      const declared = await library.declaration(file, key, 'outside');
      if (declared && (await isMade(declared.module, declared.local, library, new Set()))) {
        found.push({ file, key });
      }
    }
  }
  return found;
}

/** The names that a module exports, itself or through `export *`. */
async function exportedNames(
  path: string,
  library: Library,
  visited: Set<string>,
): Promise<Set<string>> {
  if (visited.has(path)) return new Set();
  visited.add(path);
  const module = await library.open(path);
  const names = new Set<string>(module.exports.keys());
  for (const star of module.stars) {
    const target = targetOf(module, star);
    if (target?.kind !== 'file') continue;
    for (const name of await exportedNames(target.path, library, visited)) {
      if (name !== 'default') names.add(name);
    }
  }
  return names;
}

/** Whether a name stands for what a call chain gives whose first name is a builder of drizzle's. */
async function isMade(
  module: Module,
  local: string,
  library: Library,
  visited: Set<Piece>,
): Promise<boolean> {
  const piece = module.pieces.find(({ names }) => names.includes(local));
  if (!piece || visited.has(piece)) return false;
  visited.add(piece);
  const value = local === DEFAULT ? piece.node : valueOf(piece.node);
  const root = value && rootOf(value);
  if (!root) return false;
  return isBuilder(module, root, library, visited);
}

/** Whether a name is a builder of drizzle's, something that one has made, or a function of the project that calls one. */
async function isBuilder(
  module: Module,
  name: string,
  library: Library,
  visited: Set<Piece>,
): Promise<boolean> {
  if (BUILDERS.test(module.imports.get(name)?.specifier ?? '')) return true;
  const declared = await library.declaration(module.node.path, name, 'inside');
  if (!declared) return false;
  if (await isMade(declared.module, declared.local, library, visited)) return true;
  const piece = declared.module.pieces.find(({ names }) => names.includes(declared.local));
  if (!piece || !isFunction(valueOf(piece.node))) return false;
  return piece.references.some(
    ({ name: used, kind }) =>
      kind === 'value' && BUILDERS.test(declared.module.imports.get(used)?.specifier ?? ''),
  );
}

const valueOf = (node: Node): Node | null | undefined =>
  node.type === 'VariableDeclarator' ? node.init : node;

const isFunction = (node: Node | null | undefined) =>
  node?.type === 'FunctionDeclaration' ||
  node?.type === 'FunctionExpression' ||
  node?.type === 'ArrowFunctionExpression';

/** `pgTable` of `pgTable('users', {…}).enableRLS()`: where a chain of calls and members starts. */
function rootOf(node: Node): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'CallExpression':
      return rootOf(node.callee);
    case 'MemberExpression':
      return rootOf(node.object);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return rootOf(node.expression);
    default:
      return undefined;
  }
}
