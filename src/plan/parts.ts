import type { Part } from '../features/feature.ts';
import type { PlannedFile } from './planned-file.ts';

/**
 * Adds what features bring to files that are not their own. A file that a service does not have needs nothing added.
 *
 * @throws when the place of a part is not there once: the kit's own templates are no longer those that it was written for
 */
export function withParts(files: readonly PlannedFile[], parts: readonly Part[]): PlannedFile[] {
  return files.map((file) => ({
    ...file,
    content: parts
      .filter(({ path }) => path === file.path)
      .reduce((text, part) => withPart(text, part), file.content.toString()),
  }));
}

function withPart(text: string, { path, after, add }: Part): string {
  const [before, rest, ...others] = text.split(after);
  if (rest === undefined || others.length > 0) {
    throw new Error(`${path} of the templates must have this once: ${after}`);
  }
  return `${before}${after}${add}${rest}`;
}
