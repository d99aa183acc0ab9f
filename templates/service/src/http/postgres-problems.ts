import type { DatabaseError } from 'pg';
import { type ConstraintIndex, constraintFields, fieldOf } from '../db/constraints';
import { connectionFailed, postgresError } from '../db/errors';
import { refusedField, refusedParameter } from '../db/slots';
import { jsonPointer } from './pointer';
import {
  badRequest,
  conflict,
  type FieldError,
  type Problem,
  unavailable,
  unprocessable,
} from './problem';

/** Values that Postgres can't take: they passed the schema, so the schema says less than the column does. */
const VALUE_PROBLEMS: Record<string, string> = {
  '22000': 'A value does not fit its column.',
  '22001': 'A text is too long.',
  '22003': 'A number is out of range.',
  '22007': 'A date or time is not valid.',
  '22008': 'A date or time is out of range.',
  '22009': 'A time zone is out of range.',
  '22015': 'An interval is out of range.',
  '2200M': 'A value has the wrong form.',
  '2200N': 'A value has the wrong form.',
  '22021': 'A text holds characters that can not be stored.',
  '22023': 'A value does not fit its column.',
  '22026': 'A bit string has the wrong length.',
  '2202E': 'The lists in a list differ in length.',
  '22P02': 'A value has the wrong form.',
  '22P05': 'A text holds characters that can not be stored.',
  '54000': 'A value is too large.',
};

/** Nothing is wrong with the request; it may succeed a moment later. */
const UNAVAILABLE: Record<string, string> = {
  '25006': 'The database takes no changes at the moment.',
  '25P03': 'The database took too long.',
  '40001': 'Others are changing the same data.',
  '40P01': 'Others are changing the same data.',
  '53000': 'The database has too little of something.',
  '53100': 'The database has no room left.',
  '53200': 'The database has no memory left.',
  '53300': 'The database has no free connection.',
  '53400': 'The database has reached a limit.',
  '55P03': 'Others are changing the same data.',
  '57014': 'The database took too long.',
  '57P01': 'The database is restarting.',
  '57P02': 'The database is restarting.',
  '57P03': 'The database is starting.',
  '57P05': 'The database took too long.',
  '58030': 'The database can not read or write.',
};

/** No connection, or none for this role or to this database: its password was changed, say. */
const NOT_LET_IN = /^(?:08|28|3D)/;

/** What has to be known of the request. */
export interface Asked {
  method: string;
  /** What was sent, where the route takes a body. Where it takes none, nothing but the URL can be wrong: the rest is a conflict. */
  body?: object | undefined;
  /** Where that stands in the whole body, if it is not all of it. */
  at?: readonly string[];
}

/**
 * @param known constraints other than those of the service's own schema
 * @returns the problem for a failure of the database that a client can do something about, otherwise undefined
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function postgresProblem(
  error: unknown,
  asked: Asked,
  known?: ConstraintIndex,
): Problem | undefined {
  const cause = postgresError(error);
  if (!cause?.code) {
    return connectionFailed(error)
      ? unavailable('The database can not be reached.', 5, error)
      : undefined;
  }
  const broken = integrityProblem({ cause, code: cause.code, known }, asked);
  if (broken) return broken;
  const value = VALUE_PROBLEMS[cause.code];
  // Without a body, the value came in the URL, in a cursor for example.
  if (value) {
    return asked.body
      ? unprocessable(value, placeOf(cause, value))
      : badRequest(value, parameterOf(cause, value));
  }
  const moment = UNAVAILABLE[cause.code];
  if (moment) return unavailable(moment, 1, error);
  return NOT_LET_IN.test(cause.code)
    ? unavailable('The database can not be reached.', 5, error)
    : undefined;
}

interface Broken {
  cause: DatabaseError;
  code: string;
  known: ConstraintIndex | undefined;
}

function integrityProblem(
  { cause, code, known }: Broken,
  { method, body, at }: Asked,
): Problem | undefined {
  const errors = (detail: string) => fieldErrors({ cause, body, at, known }, detail);
  switch (code) {
    case '23505':
      return conflict('It exists already.', { errors: errors('Is already taken') });
    // A trigger's own `raise`.
    case 'P0001':
      return conflict('A rule of the database is against it.');
    case '42501':
      // What row-level security refuses is about this row. That the service may not do a thing at all is its own fault.
      return cause.routine === 'ExecWithCheckOptions'
        ? conflict('A rule of the database is against it.')
        : undefined;
    case '23P01':
      return conflict('It overlaps with one that exists.');
    case '23001':
      return conflict('Others still refer to it.');
    case '23503':
      return method === 'DELETE'
        ? conflict('Others still refer to it.')
        : conflict('It refers to something that does not exist.', {
            errors: errors('Refers to nothing that exists'),
          });
    case '23502':
      return body
        ? unprocessable('A value is missing.', missingField({ cause, body, at, known }))
        : conflict('Another row would lack a value.');
    case '23514': {
      const rule = cause.constraint ?? 'of a domain';
      return body
        ? unprocessable(`The values break the rule ${rule}.`, errors(`Breaks the rule ${rule}`))
        : conflict(`It would break the rule ${rule}.`);
    }
    default:
      return undefined;
  }
}

/** The problem of a unique value that a row holds which is marked as deleted. */
export function takenUnseen(error: Error, { body }: Asked): Problem {
  const cause = postgresError(error);
  return conflict('It exists already, and is deleted.', {
    errors: cause && fieldErrors({ cause, body }, 'Is taken by what is deleted'),
    cause: error,
  });
}

interface Place extends Pick<Asked, 'body' | 'at'> {
  cause: DatabaseError;
  known?: ConstraintIndex | undefined;
}

/** Of the constraint's fields, those that were sent: what the token, a default or a trigger wrote is no fault of the body's. */
function fieldErrors(
  { cause, body = {}, at = [], known }: Place,
  detail: string,
): FieldError[] | undefined {
  const fields =
    constraintFields(cause, known)?.filter((field) => Object.hasOwn(body, field)) ?? [];
  if (fields.length === 0) return undefined;
  return fields.map((field) => ({ pointer: jsonPointer([...at, field]), detail }));
}

function placeOf(cause: DatabaseError, detail: string): FieldError[] | undefined {
  const field = refusedField(cause);
  return field === undefined ? undefined : [{ pointer: jsonPointer([field]), detail }];
}

function parameterOf(cause: DatabaseError, detail: string): FieldError[] | undefined {
  const parameter = refusedParameter(cause);
  return parameter === undefined ? undefined : [{ parameter, detail }];
}

/** Where it was sent, a trigger has taken it away. */
function missingField({ cause, body, at = [], known }: Place): FieldError[] | undefined {
  const field = fieldOf(cause, known);
  const sent = new Map<string, unknown>(Object.entries(body ?? {}));
  if (field === undefined || (sent.get(field) ?? null) !== null) return undefined;
  return [{ pointer: jsonPointer([...at, field]), detail: 'Is required' }];
}
