import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { expectProblem } from '../expect';

/** Expects two conflicts of which nobody can tell the one from the other, but for the ids of their requests. */
export function expectAlike(one: LightMyRequestResponse, other: LightMyRequestResponse): void {
  const { requestId: _, ...problem } = expectProblem(one, 409);
  expect({ ...problem, requestId: expectProblem(other, 409).requestId }).toEqual(other.json());
}
