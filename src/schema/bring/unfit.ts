import { parseSync, type Program, Visitor } from 'oxc-parser';
import { KitError } from '../../errors.ts';
import { shorten } from '../bundle-errors.ts';
import { isCommonJs } from './commonjs.ts';
import type { ModuleGraph } from './graph.ts';
import type { ReadsAlike } from './needed.ts';
import { edited } from './rewrite.ts';

/**
 * Refuses modules that a service can't have: CommonJS, of which TypeScript sees no exports, and `await` outside of functions,
 * with which drizzle-kit loads nothing.
 *
 * @param readsAlike where that has not been asked yet of the modules as they are brought
 * @throws KitError `SCHEMA_COMMONJS` for what has no form with `import` and `export`, or reads otherwise in that form;
 *   `SCHEMA_AWAIT`
 */
export async function checkFit(
  graph: ModuleGraph,
  entries: string[],
  readsAlike: ReadsAlike | undefined,
): Promise<void> {
  const nodes = [...graph.nodes.values()];
  const open = nodes.find(({ path, source }) => isCommonJs(path, source));
  const rewritten = nodes.find(({ isRewritten }) => isRewritten);
  const isOther = !open && rewritten && readsAlike && !(await readsAlike(graph, entries));
  const faulty = isOther ? rewritten : open;
  if (faulty) throw commonJsError(faulty.path);
  for (const { path, source, edits } of nodes) {
    const text = edited(source, edits);
    if (/\bawait\b/.test(text) && awaitsOutside(parseSync(path, text).program)) {
      throw awaitError(path);
    }
  }
}

const commonJsError = (path: string) =>
  new KitError(
    'SCHEMA_COMMONJS',
    `${shorten(path)} is CommonJS, and its text does not tell what it exports.`,
    'Write its tables as `export const users = pgTable(…)`, and `import` in place of `require`: a service has no other kind of module.',
  );

const awaitError = (path: string) =>
  new KitError(
    'SCHEMA_AWAIT',
    `${shorten(path)} has an \`await\` outside of any function, which drizzle-kit can't load.`,
    'Write what the tables need of it as a constant, or import it with `import` at the top of the file.',
  );

function awaitsOutside(program: Program): boolean {
  let depth = 0;
  let found = false;
  const enter = () => {
    depth += 1;
  };
  const leave = () => {
    depth -= 1;
  };
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    AwaitExpression: () => {
      found ||= depth === 0;
    },
    ForOfStatement: (node) => {
      found ||= node.await && depth === 0;
    },
  }).visit(program);
  return found;
}
