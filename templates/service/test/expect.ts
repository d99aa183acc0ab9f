import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import type { ProblemBody } from '../src/http/problem';

/** Expects an answer with this status; shows what came instead. */
export function expectStatus(response: LightMyRequestResponse, status: number): void {
  expect(response.statusCode, response.body).toBe(status);
}

/**
 * Expects a problem of this status; if named, with an error at this place of the request.
 *
 * @returns its body
 */
export function expectProblem(
  response: LightMyRequestResponse,
  status: number,
  place: { pointer?: string; parameter?: string } = {},
): ProblemBody {
  expectStatus(response, status);
  expect(response.headers['content-type']).toContain('application/problem+json');
  const problem = response.json<ProblemBody>();
  expect(problem.status).toBe(status);
  expect(problem.requestId).toBe(response.headers['x-request-id']);
  expect(problem.traceId).toMatch(/^[\da-f]{32}$/);
  if (place.pointer !== undefined || place.parameter !== undefined) {
    expect(problem.errors, response.body).toContainEqual(expect.objectContaining(place));
  }
  return problem;
}
