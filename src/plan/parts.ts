import { addImport, addMember, addProperty, addStatement } from '../edit/code.ts';
import type { Edit } from '../edit/edit.ts';
import { addBehind, addRow } from '../edit/prose.ts';
import type { Feature, FeatureInput, Part } from '../features/feature.ts';
import { configParts } from './config.ts';
import type { PlannedFile } from './planned-file.ts';

/**
 * Adds what features bring to files that are not their own, as if it had been written there. A file that a service does not
 * have needs nothing added.
 *
 * @throws when a place is not there: the kit's own templates are no longer those that a feature was written for
 */
export function withParts(
  files: readonly PlannedFile[],
  features: readonly Feature[],
  seen: FeatureInput,
): PlannedFile[] {
  const parts = features.flatMap((feature) => [
    ...(feature.config ? configParts(feature.config) : []),
    ...(feature.parts ?? []),
    ...(feature.partsFor?.(seen) ?? []),
  ]);
  return files.map((file) => ({
    ...file,
    content: parts
      .filter(({ path }) => path === file.path)
      .reduce(withPart, file.content.toString()),
  }));
}

function withPart(text: string, part: Part): string {
  const result = editOf(text, part);
  if (result === 'unchanged') return text;
  if ('cannot' in result) {
    const { reason, paste } = result.cannot;
    throw new Error(
      `${part.path} of the templates is not what a feature adds to: ${reason} (${paste})`,
    );
  }
  return result.text;
}

function editOf(text: string, { at, text: piece }: Part): Edit {
  if (at === 'imports') return addImport(text, piece);
  if (at === 'end') return { text: `${text}${piece}` };
  if ('after' in at) return addBehind(text, at.after, piece);
  if ('object' in at) return addProperty(text, at.object, piece);
  if ('interface' in at) return addMember(text, at.interface, piece);
  if ('table' in at) return addRow(text, at.table, piece);
  return addStatement(text, { name: at.function, before: at.before }, piece);
}
