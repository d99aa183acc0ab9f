import { ConfigError } from '../src/config';
import { MigrationError } from '../src/db/apply-migration';
import { addressHint, databaseHint } from '../src/db/hints';

/** What went wrong, for a person at a terminal: the reasons, without the stack. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message || ('code' in error ? String(error.code) : error.name);
  // These say all that there is to say.
  if (error instanceof ConfigError || error instanceof MigrationError || !error.cause)
    return [message, databaseHint(error) ?? addressHint(error)].filter(Boolean).join('\n');
  return `${message}\n${describe(error.cause)}`;
}
