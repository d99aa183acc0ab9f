import { DrizzleQueryError } from 'drizzle-orm';
import { poolerHint } from '../db/errors';

/** A chain of causes may be a circle. */
const MAX_CAUSES = 5;

/**
 * Writes an error with its stack and causes. A failed query's values stay out: they are people's data, and drizzle puts
 * them into the error's message.
 */
export function serializeError(error: unknown): unknown {
  return serialize(error, MAX_CAUSES);
}

function serialize(error: unknown, causes: number): unknown {
  if (!(error instanceof Error)) return error;
  const { message, stack } = withoutValues(error);
  const { code, constraint, table, column } = error as unknown as Record<string, unknown>;
  return {
    type: error.name,
    message,
    stack,
    code,
    constraint,
    table,
    column,
    hint: poolerHint(error),
    ...(error.cause !== undefined && causes > 0 && { cause: serialize(error.cause, causes - 1) }),
  };
}

function withoutValues(error: Error): { message: string; stack: string | undefined } {
  if (!(error instanceof DrizzleQueryError)) return error as { message: string; stack: string };
  const message = `Failed query: ${error.query}`;
  return { message, stack: error.stack?.replace(error.message, message) };
}
