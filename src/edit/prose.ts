import type { Edit } from './edit.ts';

/** Adds a piece behind a text that stands there exactly once. */
export function addBehind(text: string, after: string, piece: string): Edit {
  const parts = text.split(after);
  if (parts.length === 2) return { text: parts.join(`${after}${piece}`) };
  return { cannot: { reason: `it must have this once: ${after}`, paste: piece } };
}

/**
 * Adds the last row to a table of Markdown.
 *
 * @param column what its first column is called
 * @param row with its bars
 */
export function addRow(text: string, column: string, row: string): Edit {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith(`| ${column} |`));
  if (head === -1) return { cannot: { reason: `it has no table of ${column}`, paste: row } };
  const length = lines.slice(head).findIndex((line) => !line.startsWith('|'));
  const end = length === -1 ? lines.length : head + length;
  return { text: lines.toSpliced(end, 0, row).join('\n') };
}
