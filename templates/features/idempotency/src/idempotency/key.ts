import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { badRequest } from '../http/problem';

/** As Node has it. */
export const KEY_HEADER = 'idempotency-key';

const MAX_LENGTH = 255;

/** No spaces: Node joins several headers of one name with ", ". */
const KEY = /^[\x21-\x7e]+$/;

/** A key, with what was asked under it, before any of it became values of the service. */
export interface Keyed {
  key: string;
  asked: readonly unknown[];
}

/**
 * Reads the key of a request. The draft of the IETF has it in quotes, many clients send it without: both are the same key.
 *
 * @returns null where there is none
 * @throws {Problem} 400 when it is none, too long, or missing where the route demands it
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function readKey(request: FastifyRequest, isRequired: boolean): Keyed | null {
  const header = request.headers[KEY_HEADER];
  if (header === undefined) {
    if (isRequired)
      throw refused('Is required: make one up for each thing that is to be done once');
    return null;
  }
  const key = String(header).replace(/^"(.*)"$/, '$1');
  if (key.length > MAX_LENGTH || !KEY.test(key)) {
    throw refused(`Must be 1 to ${MAX_LENGTH} visible ASCII characters, without spaces`);
  }
  const { params, query, body } = request;
  return { key, asked: [params, query, body] };
}

function refused(detail: string) {
  return badRequest('A header is not valid.', [{ parameter: 'Idempotency-Key', detail }]);
}

/** The same for requests that ask the same, in whatever order their fields come and however they are spaced. */
export function hashOf({ asked }: Keyed): string {
  return createHash('sha256').update(JSON.stringify(asked, inOrder)).digest('base64url');
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields);
}
