import type { ModuleNode } from './graph.ts';
import { type Layout, relativeSpecifier } from './layout.ts';
import type { Span } from './parse.ts';

/**
 * The module's source with its imports of other brought modules made relative and extensionless, and without the
 * statements that were dropped. Only exact spans are replaced; a specifier that already says the right thing keeps its
 * quotes.
 */
export function rewriteImports(node: ModuleNode, layout: Layout): string {
  const edits = [...specifierEdits(node, layout), ...node.dropped.map(removal)];
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, by }) => text.slice(0, start) + by + text.slice(end), node.source);
}

interface Edit extends Span {
  by: string;
}

const removal = ({ start, end }: Span): Edit => ({ start, end, by: '' });

function specifierEdits({ path, imports }: ModuleNode, layout: Layout): Edit[] {
  const from = layout.get(path) ?? path;
  return imports.flatMap(({ specifier, start, end, target }) => {
    const to = target.kind === 'file' && layout.get(target.path);
    if (!to) return [];
    const wanted = relativeSpecifier(from, to);
    const isRight = wanted === specifier || `${wanted}/index` === specifier;
    return isRight ? [] : [{ start, end, by: `'${wanted}'` }];
  });
}
