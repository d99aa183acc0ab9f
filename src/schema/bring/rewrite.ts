import type { ModuleNode } from './graph.ts';
import { type Layout, relativeSpecifier } from './layout.ts';

/**
 * The module's source with its imports of other brought modules made relative and extensionless. Only the strings
 * themselves are replaced, by their exact spans; a specifier that already says the right thing keeps its quotes.
 */
export function rewriteImports({ path, source, imports }: ModuleNode, layout: Layout): string {
  const from = layout.get(path) ?? path;
  return imports.toReversed().reduce((text, { specifier, start, end, target }) => {
    const to = target.kind === 'file' && layout.get(target.path);
    if (!to) return text;
    const wanted = relativeSpecifier(from, to);
    return wanted === specifier || `${wanted}/index` === specifier
      ? text
      : `${text.slice(0, start)}'${wanted}'${text.slice(end)}`;
  }, source);
}
