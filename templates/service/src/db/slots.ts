import { is, Param, Placeholder } from 'drizzle-orm';
import { postgresError } from './errors';

const PREFIX = 'set:';

/** The placeholder of a value to set. The WHERE has placeholders too, named after columns as they are. */
export function slot(field: string): string {
  return `${PREFIX}${field}`;
}

const refused = new WeakMap<Error, string>();

/**
 * Keeps in mind whose value it was that Postgres could not read. It knows no column yet, and says the number of the parameter.
 *
 * @param params of the statement, as drizzle has them
 * @returns the same error
 */
export function noteRefused<Failure>(error: Failure, params: readonly unknown[]): Failure {
  const cause = postgresError(error);
  const [, number] = /\$(\d+)[^\n]*$/.exec(cause?.where ?? '') ?? [];
  const param = params[Number(number) - 1];
  if (cause && is(param, Param) && is(param.value, Placeholder))
    refused.set(cause, param.value.name);
  return error;
}

/** @returns the field whose value could not be read, as far as Postgres says so */
export function refusedField(error: Error): string | undefined {
  const name = refused.get(error);
  return name?.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
}
