import { type Node, type Program, Visitor } from 'oxc-parser';
import { boundNames } from './bindings.ts';
import type { Span } from './parse.ts';

/** `.references(() => users.id)`, of which nothing says what it gives. */
export interface WrittenReference {
  start: number;
  /** Where the type of what it gives would stand. */
  at: number;
  /** `users`. */
  table: string;
}

export function writtenReferences(program: Program, source: string): WrittenReference[] {
  const references: WrittenReference[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      const isReference =
        callee.type === 'MemberExpression' &&
        callee.property.type === 'Identifier' &&
        callee.property.name === 'references';
      if (!isReference || first?.type !== 'ArrowFunctionExpression' || first.returnType) return;
      const { start, body } = first;
      const table = rootOf(body);
      const at = source.lastIndexOf(')', source.lastIndexOf('=>', body.start)) + 1;
      if (table !== undefined && at > start) references.push({ start, at, table });
    },
  }).visit(program);
  return references;
}

/** The variables of a module, each with the span of what defines it. */
export function definedIn({ body }: Program): (Span & { name: string })[] {
  return body.flatMap((statement) => {
    const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (inner?.type !== 'VariableDeclaration') return [];
    return inner.declarations.flatMap(({ id, start, end }) =>
      boundNames(id).map((name) => ({ name, start, end })),
    );
  });
}

/** `users` of `users.id`. */
function rootOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ParenthesizedExpression') return rootOf(node.expression);
  return node.type === 'MemberExpression' ? rootOf(node.object) : undefined;
}
