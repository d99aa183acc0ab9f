import { DrizzleQueryError } from 'drizzle-orm';
import { DatabaseError } from 'pg';
import { databaseHint } from '../db/hints';

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
    hint: databaseHint(error),
    ...(error.cause !== undefined && causes > 0 && { cause: serialize(error.cause, causes - 1) }),
  };
}

function withoutValues(error: Error): { message: string; stack: string | undefined } {
  const message = messageWithoutValues(error);
  return { message, stack: error.stack?.replace(error.message, message) };
}

function messageWithoutValues(error: Error): string {
  if (error instanceof DrizzleQueryError) return `Failed query: ${error.query}`;
  if (!(error instanceof DatabaseError)) return error.message;
  // What is wrong with a value stands there with the value, and a trigger may say anything.
  if (error.code?.startsWith('22')) return error.message.replaceAll(/".*"|: .*$/gs, ' [redacted]');
  return error.code === 'P0001' ? 'A trigger or function is against it [redacted]' : error.message;
}
