import { Buffer } from 'node:buffer';
import { addLines, putLinesFirst } from '../edit/lines.ts';
import type { PlannedFile } from '../plan/planned-file.ts';
import type { Notice } from '../schema/table.ts';
import { isHarmless } from './target.ts';

export interface Met {
  plan: PlannedFile[];
  /** Paths whose planned content was made out of what is there. */
  merged: Set<string>;
  notices: Notice[];
}

/** Lists that a service has lines for: those that are missing are put to what is there. */
const merges = new Map([
  ['.gitignore', addLines],
  ['.gitattributes', putLinesFirst],
]);

/**
 * Fits a plan for a new service to the harmless files that stand in its folder already: a README stays as it is, and
 * `.gitignore` and `.gitattributes` get the lines that they lack. Pure.
 */
export function meetExisting(plan: PlannedFile[], disk: ReadonlyMap<string, Uint8Array>): Met {
  const met: Met = { plan: [], merged: new Set(), notices: [] };
  for (const file of plan) {
    const current = disk.get(file.path);
    const merge = merges.get(file.path);
    if (!current || !isHarmless(file.path)) {
      met.plan.push(file);
    } else if (merge) {
      const edit = merge(Buffer.from(current).toString(), file.content.toString());
      met.merged.add(file.path);
      met.plan.push({ ...file, content: edit === 'unchanged' ? current : edit.text });
    } else {
      met.notices.push({
        subject: file.path,
        message: "it was there before, so it stays as it is and the service's own is not written.",
      });
    }
  }
  return met;
}
