import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** Where in the request something is wrong: a JSON pointer into the body, or the name of a parameter. */
export interface FieldError {
  pointer?: string;
  parameter?: string;
  detail: string;
}

export interface ProblemOptions extends ErrorOptions {
  title?: string;
  detail?: string;
  /** A URI that names the kind of problem for programs. */
  type?: string;
  errors?: readonly FieldError[];
  headers?: Record<string, string>;
}

/** By what a request is found in logs. */
export interface RequestIds {
  requestId: string;
  traceId: string;
}

/**
 * A refusal that the client may read. Thrown anywhere below a route; the error handler sends it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly type: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Record<string, string> | undefined;

  constructor(status: number, options: ProblemOptions = {}) {
    const title = options.title ?? STATUS_CODES[status] ?? 'Error';
    super(options.detail ?? title, options);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = options.detail;
    this.type = options.type ?? 'about:blank';
    this.errors = options.errors;
    this.headers = options.headers;
  }

  /** The body to send. With its ids, a person who got the problem can point at its log lines, here and in other services. */
  toBody({ requestId, traceId }: RequestIds): ProblemBody {
    const { type, title, status, detail, errors } = this;
    return {
      type,
      title,
      status,
      ...(detail !== undefined && { detail }),
      ...(errors && { errors: [...errors] }),
      requestId,
      traceId,
    };
  }
}

export type ProblemBody = z.output<typeof problemBody>;

export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string().optional(),
        parameter: z.string().optional(),
        detail: z.string(),
      }),
    )
    .optional(),
  requestId: z.string(),
  traceId: z.string(),
});

/** @param what as a client would call it: `order` */
export function notFound(what: string): Problem {
  return new Problem(404, { detail: `There is no such ${what}.` });
}

/** The row is not in the version that If-Match asked for. */
export function preconditionFailed(): Problem {
  return new Problem(412, { detail: 'It was changed in the meantime: get it again, then retry.' });
}

export function conflict(detail: string, options: ProblemOptions = {}): Problem {
  return new Problem(409, { ...options, detail });
}

export function badRequest(detail: string, errors?: readonly FieldError[]): Problem {
  return new Problem(400, { detail, errors });
}

export function unprocessable(detail: string, errors?: readonly FieldError[]): Problem {
  return new Problem(422, { detail, errors });
}

/** @param retryAfter seconds */
export function unavailable(detail: string, retryAfter = 1, cause?: unknown): Problem {
  return new Problem(503, { detail, headers: { 'retry-after': String(retryAfter) }, cause });
}
