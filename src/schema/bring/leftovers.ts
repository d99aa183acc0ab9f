import { shorten } from '../bundle-errors.ts';
import type { Notice } from '../table.ts';
import { DEFAULT } from './anatomy.ts';
import type { KeptModule } from './kept.ts';
import type { Needed } from './needed.ts';

/** Names that one notice lists at most. */
const MOST_NAMES = 12;

/** Says of each file what stayed behind, and what stands in for types that did. */
export function leftoverNotices({ kept, unneeded }: Needed): Notice[] {
  const left = [
    ...kept.flatMap(leftOf),
    ...(unneeded.length > 0 ? [`${listOf(unneeded.map(shorten))} stayed behind`] : []),
  ];
  const because = (what: string) =>
    `${what}: no table needs it. --schema-as-is brings whole files.`;
  return [...left.map(because), ...kept.flatMap(standInsOf)].map((message) => ({
    subject: null,
    message,
  }));
}

function leftOf({ module, isWhole, pieces, standIns }: KeptModule): string[] {
  if (isWhole) return [];
  const { path, source } = module.node;
  const left = module.pieces.filter((piece) => !pieces.has(piece));
  const names = left.flatMap((piece) => piece.names.filter((name) => !standIns.has(name)));
  const lines = left.flatMap(({ kind, start }) =>
    kind === 'effect' ? [`line ${source.slice(0, start).split('\n').length}`] : [],
  );
  const told = names.map((name) => (name === DEFAULT ? 'the default export' : name));
  const parts = [...new Set([...told, ...lines])];
  return parts.length > 0 ? [`Of ${shorten(path)}, ${listOf(parts)} stayed behind`] : [];
}

function standInsOf({ module, standIns, shapes, refused }: KeptModule): string[] {
  const path = shorten(module.node.path);
  const open = [
    ...standIns.keys(),
    ...[...refused].map(({ specifier }) => `import('${specifier}')`),
    ...([...shapes.values()].includes(null) ? ['what Zod schemas infer'] : []),
  ];
  const isWritten = [...shapes.values()].some((shape) => shape !== null);
  return [
    ...(open.length > 0
      ? [
          `Types of ${path} would bring much of the application along: ${listOf(open)}. They stand as \`any\` in the service; put the real types there.`,
        ]
      : []),
    ...(isWritten
      ? [`Types of ${path} that Zod schemas infer are written out, as the schemas stayed behind.`]
      : []),
  ];
}

function listOf(names: string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(' and ');
}
