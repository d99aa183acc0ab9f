/** Why a text could not be edited, and what the person can put there by hand. */
export interface CannotEdit {
  /** As a clause, e.g. `it is not valid JSON`. */
  reason: string;
  paste: string;
}

/** What an edit yields: the new text, nothing to do, or a refusal. An edit never guesses. */
export type Edit = { text: string } | 'unchanged' | { cannot: CannotEdit };
