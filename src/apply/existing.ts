import { Buffer } from 'node:buffer';
import { addLines } from '../edit/lines.ts';
import type { PlannedFile } from '../plan/planned-file.ts';
import type { Notice } from '../schema/table.ts';
import { isHarmless } from './target.ts';

export interface Met {
  plan: PlannedFile[];
  /** Paths whose planned content was made out of what is there. */
  merged: Set<string>;
  notices: Notice[];
}

/**
 * Fits a plan for a new service to the harmless files that stand in its folder already: a README stays as it is, and
 * `.gitignore` gets the lines that it lacks. Pure.
 */
export function meetExisting(plan: PlannedFile[], disk: ReadonlyMap<string, Uint8Array>): Met {
  const met: Met = { plan: [], merged: new Set(), notices: [] };
  for (const file of plan) {
    const current = disk.get(file.path);
    if (!current || !isHarmless(file.path)) {
      met.plan.push(file);
    } else if (file.path === '.gitignore') {
      const edit = addLines(Buffer.from(current).toString(), file.content.toString());
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
