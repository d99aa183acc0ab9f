import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { expectProblem } from '../expect';

/** Expects two conflicts of which nobody can tell the one from the other, but for the ids of their requests. */
export function expectAlike(one: LightMyRequestResponse, other: LightMyRequestResponse): void {
  const { requestId, traceId } = expectProblem(other, 409);
  expect({ ...expectProblem(one, 409), requestId, traceId }).toEqual(other.json());
}
