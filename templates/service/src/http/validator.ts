import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { lengthCheck } from './body-limits';
import { jsonPointer } from './pointer';
import { badRequest, type FieldError, type Problem, unprocessable } from './problem';

/** A body with a thousand wrong elements still gets a short answer. */
const MAX_ERRORS = 50;

/** Parameters of one URL: more than anybody needs, and few enough to be looked at. */
export const MAX_PARAMETERS = 100;

/** Checks a part of a request with its Zod schema: 422 for a body, 400 for anything in the URL or the headers. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const refuse = httpPart === 'body' ? bodyProblem : parameterProblem;
  const read = hasInheritedName(schema) ? withoutInherited : (data: unknown) => data;
  const refuseLength = httpPart === 'body' ? bodyLengths(schema) : tooManyParameters;
  return (data) => {
    const tooLong = refuseLength?.(data);
    if (tooLong) return { error: tooLong };
    const result = schema.safeParse(read(data), { error: missing });
    return result.success ? { value: result.data } : { error: refuse(result.error) };
  };
};

/** Lengths come before contents: each wrong element of a list would be described, only for most to be left out again. */
function bodyLengths(schema: z.ZodType): ((data: unknown) => Problem | undefined) | undefined {
  const check = lengthCheck(schema);
  return (
    check &&
    ((data) => {
      const errors = check(data, []).slice(0, MAX_ERRORS);
      return errors.length > 0 ? unprocessable('The body is not valid.', errors) : undefined;
    })
  );
}

function tooManyParameters(data: unknown): Problem | undefined {
  return Object.keys(data as object).length > MAX_PARAMETERS
    ? badRequest(`There must be at most ${MAX_PARAMETERS} parameters.`)
    : undefined;
}

/** A column may be called `constructor`, and Zod would take the function that every object inherits for a sent value. */
function hasInheritedName(schema: z.ZodType): boolean {
  // What is read out of an object, such as a list's query, has that object before it.
  const { shape, in: before } = schema as { shape?: object; in?: z.ZodType };
  if (before) return hasInheritedName(before);
  return Object.keys(shape ?? {}).some((name) => name in Object.prototype);
}

function withoutInherited(data: unknown): unknown {
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isObject ? Object.assign(Object.create(null), data) : data;
}

/** Zod would say that a missing value is of the wrong type. What a schema says of its own accord goes before this. */
const missing: z.core.$ZodErrorMap = ({ input }) =>
  input === undefined ? 'Is required' : undefined;

function bodyProblem(error: z.ZodError): Problem {
  const errors = fieldErrors(error, (path) => ({ pointer: jsonPointer(path) }));
  return unprocessable('The body is not valid.', errors);
}

function parameterProblem(error: z.ZodError): Problem {
  const errors = fieldErrors(error, (path) => ({ parameter: String(path[0] ?? '') }));
  return badRequest('A parameter is not valid.', errors);
}

function fieldErrors(
  error: z.ZodError,
  locate: (path: readonly PropertyKey[]) => Omit<FieldError, 'detail'>,
): FieldError[] {
  const errors = error.issues.slice(0, MAX_ERRORS).flatMap((issue): FieldError[] => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ ...locate(issue.path), detail: issue.message }];
    }
    const keys = issue.keys.slice(0, MAX_ERRORS);
    return keys.map((key) =>
      Object.assign(locate([...issue.path, key]), { detail: 'Is not known' }),
    );
  });
  return errors.slice(0, MAX_ERRORS);
}
