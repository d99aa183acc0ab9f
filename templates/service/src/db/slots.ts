import { is, Param, Placeholder } from 'drizzle-orm';
import { postgresError } from './errors';

const SET = 'set:';
const AFTER = 'page:after:';
const FILTER = 'filter:';

/** The placeholder of a value to set. The WHERE has placeholders too, named after columns as they are. */
export function slot(field: string): string {
  return `${SET}${field}`;
}

/** The placeholder of a value that a cursor holds, by its place in the order. */
export function afterSlot(place: number): string {
  return `${AFTER}${place}`;
}

/**
 * The placeholder of a filter's value. A filter has its column's name, which may be that of any other placeholder of the statement:
 * bound under it as it is, a client's `owner=…` would take the place of the owner whose rows the list is about.
 */
export function filterSlot(filter: string): string {
  return `${FILTER}${filter}`;
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
  const value = is(param, Param) ? param.value : param;
  if (cause && is(value, Placeholder)) refused.set(cause, value.name);
  return error;
}

/** @returns the field whose value could not be read, as far as Postgres says so */
export function refusedField(error: Error): string | undefined {
  const name = refused.get(error);
  return name?.startsWith(SET) ? name.slice(SET.length) : undefined;
}

/** @returns the same for a parameter of the URL */
export function refusedParameter(error: Error): string | undefined {
  const name = refused.get(error);
  if (name?.startsWith(AFTER)) return 'cursor';
  return name?.startsWith(FILTER) ? name.slice(FILTER.length) : undefined;
}
