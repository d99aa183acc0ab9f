import type { Node } from 'oxc-parser';
import { DEFAULT, type Piece } from './anatomy.ts';
import { type Library, type Module, targetOf } from './library.ts';

/** Where tables, enums, relations and the like are made; `drizzle-orm/node-postgres` and its kind connect to a database. */
const BUILDERS = /^drizzle-orm(\/\w+-core)?$/;

/**
 * The exports of modules that look, by their text alone, as if drizzle-orm had made them: `pgTable(…)`, `auth.table(…)`, or a
 * call of the project's own `createTable`; where an exported object or namespace holds such, of the modules behind it as well. For
 * modules that can't be run, where nothing better is known.
 */
export async function drizzleExports(
  entries: readonly string[],
  library: Library,
): Promise<{ file: string; key: string }[]> {
  const found: { file: string; key: string }[] = [];
  const files = new Set(entries);
  // What is found on the way is gone through as well.
  for (const file of files) {
    for (const key of await exportedNames(file, library, new Set())) {
      const declared = await library.declaration(file, key, 'outside');
      if (declared && (await isMade(declared.module, declared.local, library, new Set()))) {
        found.push({ file, key });
      } else {
        const module = await library.open(file);
        for (const behind of await modulesHeld(module, key, library)) files.add(behind);
      }
    }
  }
  return found;
}

/** The modules of what is exported in a namespace or in an object: `export const schema = { ...users, posts }`. */
async function modulesHeld(module: Module, key: string, library: Library): Promise<string[]> {
  const exported = module.exports.get(key);
  if (exported === undefined) return [];
  if ('from' in exported) return exported.from.name === '*' ? fileOf(module, exported.from) : [];
  return heldBy(module, exported.local, library, new Set());
}

async function heldBy(
  module: Module,
  local: string,
  library: Library,
  visited: Set<Piece>,
): Promise<string[]> {
  const imported = module.imports.get(local);
  if (imported?.name === '*') return fileOf(module, imported);
  const declared = await library.declaration(module.node.path, local, 'inside');
  const piece = declared?.module.pieces.find(({ names }) => names.includes(declared.local));
  if (!declared || !piece || visited.has(piece)) return [];
  visited.add(piece);
  if (await isMade(declared.module, declared.local, library, new Set())) {
    return declared.module === module ? [] : [declared.module.node.path];
  }
  const value = declared.local === DEFAULT ? piece.node : valueOf(piece.node);
  if (!value || bare(value).type !== 'ObjectExpression') return [];
  const behind = piece.references
    .filter(({ kind }) => kind === 'value')
    .map(({ name }) => heldBy(declared.module, name, library, visited));
  return (await Promise.all(behind)).flat();
}

function fileOf(module: Module, { specifier }: { specifier: string }): string[] {
  const target = targetOf(module, specifier);
  return target?.kind === 'file' ? [target.path] : [];
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
  const value = bare(node);
  switch (value.type) {
    case 'Identifier':
      return value.name;
    case 'CallExpression':
      return rootOf(value.callee);
    case 'MemberExpression':
      return rootOf(value.object);
    default:
      return undefined;
  }
}

/** An expression without what only TypeScript says of it. */
function bare(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return bare(node.expression);
    default:
      return node;
  }
}
