import type { Edit } from './cut.ts';
import type { ModuleNode } from './graph.ts';
import { type Layout, relativeSpecifier } from './layout.ts';

/**
 * The module's source with its imports of other brought modules made relative and extensionless, and without what is cut
 * out of it. Only exact spans are replaced; a specifier that already says the right thing keeps its
 * quotes.
 */
export function rewriteImports(node: ModuleNode, layout: Layout): string {
  return edited(node.source, [...specifierEdits(node, layout), ...node.edits]);
}

/** A text after edits that do not overlap. */
export function edited(source: string, edits: Edit[]): string {
  return edits
    .toSorted((one, other) => other.start - one.start || other.end - one.end)
    .reduce((text, { start, end, by }) => text.slice(0, start) + by + text.slice(end), source);
}

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
