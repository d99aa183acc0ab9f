import type { HeldTable } from './read-result.ts';
import type { Notice } from './table.ts';

/** The project's own modules that the holders of tables import or pass on: where such tables are exported, mostly. */
export async function modulesBehind(held: HeldTable[], root: string): Promise<string[]> {
  const holders = [...new Set(held.map(({ file }) => file))];
  if (holders.length === 0) return [];
  const { readNode } = await import('./bring/graph.ts');
  const { withResolver } = await import('./bring/resolver.ts');
  const nodes = await withResolver(root, (resolve) =>
    Promise.all(holders.map((holder) => readNode(holder, resolve))),
  );
  const found = nodes.flatMap(({ imports }) =>
    imports.flatMap(({ target, typeOnly }) =>
      target.kind === 'file' && !typeOnly && /\.[cm]?[jt]sx?$/.test(target.path)
        ? [target.path]
        : [],
    ),
  );
  return [...new Set(found)];
}

/** Said of a table that has no other export. */
export function heldNotices(held: HeldTable[]): Notice[] {
  const places = new Map(held.toReversed().map(({ table, place }) => [table, place]));
  return [...places.values()].toReversed().map((place) => ({
    subject: null,
    message: `${place} is a table that is not exported by itself, so it was left out: ${wayOut(place)}`,
  }));
}

/** What to do about the first of them, where there is no other table. */
export function heldHint([first]: HeldTable[]): string | undefined {
  return (
    first && `Its ${first.place} is a table that is not exported by itself: ${wayOut(first.place)}`
  );
}

const wayOut = (place: string) => `\`export const ${place.split('.').at(-1)} = ${place};\``;
