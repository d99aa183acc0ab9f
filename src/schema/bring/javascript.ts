import { type Expression, type Node, parseSync, type Program, Visitor } from 'oxc-parser';
import type { Edit } from './cut.ts';
import { edited } from './rewrite.ts';
import { definedIn, writtenReferences } from './written-references.ts';

const UNCHECKED =
  '// @ts-nocheck: this was JavaScript. Without this line TypeScript says what has no type yet.';

/** Whether a module is JavaScript, which a service keeps as TypeScript. */
export const isJavaScript = (path: string): boolean => /\.[cm]?jsx?$/.test(path);

/**
 * JavaScript as TypeScript: a reference to a table that is still being defined says what it gives, since the type of that
 * table would depend on itself; and where functions and variables have no type, the compiler is told to ask for none.
 */
export function withTypes(path: string, source: string): string {
  const { program } = parseSync(path, source, { astType: 'ts', range: true });
  const edits = annotations(program, source);
  return [
    ...(lacksTypes(program) ? [UNCHECKED] : []),
    ...(edits.length > 0 ? ["import type { AnyPgColumn } from 'drizzle-orm/pg-core';"] : []),
    edited(source, edits),
  ].join('\n');
}

function annotations(program: Program, source: string): Edit[] {
  const definedAt = new Map(definedIn(program).map(({ name, end }) => [name, end]));
  return writtenReferences(program, source)
    .filter(({ table, start }) => (definedAt.get(table) ?? 0) >= start)
    .map(({ at }) => ({ start: at, end: at, by: ': AnyPgColumn' }));
}

/** Whether there are functions and variables whose types TypeScript does not find by itself. */
function lacksTypes(program: Program): boolean {
  let found = false;
  const passed = new Set<number>();
  const isOpen = ({ start }: Node, params: unknown[]) => params.length > 0 && !passed.has(start);
  new Visitor({
    CallExpression: ({ arguments: given }) => {
      // What is passed to a function of drizzle's has the type that is asked for there.
      for (const { start } of given) passed.add(start);
    },
    ArrowFunctionExpression: (node) => (found ||= isOpen(node, node.params)),
    FunctionExpression: (node) => (found ||= isOpen(node, node.params)),
    FunctionDeclaration: (node) => (found ||= isOpen(node, node.params)),
    ClassDeclaration: () => (found = true),
    VariableDeclarator: ({ init }) => (found ||= isEmpty(init)),
    AssignmentExpression: ({ left }) => (found ||= left.type === 'MemberExpression'),
  }).visit(program);
  return found;
}

/** What says nothing of what will be in it: nothing, `{}` and `[]`. */
function isEmpty(init: Expression | null): boolean {
  if (init?.type === 'ObjectExpression') return init.properties.length === 0;
  return init === null || (init.type === 'ArrayExpression' && init.elements.length === 0);
}
