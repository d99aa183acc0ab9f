/** What the person who runs the kit can act on: one sentence for what is wrong and where, one for what to do. */
export class KitError extends Error {
  /** Stable, upper snake case; printed with `--json`, safe to match on in scripts. */
  readonly code: string;
  /** What to do about it, as a full sentence. */
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KitError';
    this.code = code;
    this.hint = hint;
  }
}
