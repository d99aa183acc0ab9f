import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { responseJsonSchema } from './json-schema';

/**
 * Conditional requests. A strong ETag is made from the row's version; `If-None-Match` saves sending what the client has,
 * `If-Match` refuses to overwrite what the client has not seen.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */

/**
 * The strong ETag of a row in this version, as this schema sends it: a release that sends another field has another tag for the
 * same row, or clients would be told to keep what they have.
 */
export function etag(version: string, response: z.ZodType): string {
  return `"${version}-${shapeOf(response)}"`;
}

const shapes = new WeakMap<object, string>();

/** A few characters for all that a response says of its fields. */
function shapeOf(response: z.ZodType): string {
  const known = shapes.get(response);
  if (known) return known;
  const text = JSON.stringify(responseJsonSchema(response));
  const shape = createHash('sha256').update(text).digest('hex').slice(0, 8);
  shapes.set(response, shape);
  return shape;
}

/** Sets the row's ETag and answers whether the client already has it, so that 304 is due. */
export function isFresh(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  reply.header('etag', tag);
  const header = request.headers['if-none-match'];
  if (header === undefined) return false;
  return header === '*' || tags(header).includes(tag);
}

/**
 * The versions that `If-Match` allows: any of them may be overwritten. Undefined when the client sets no condition. `*`
 * asks only that the row exists, which every write here does anyway.
 */
export function expectedVersions(request: FastifyRequest): string[] | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  // A weak tag never matches here (RFC 9110, 13.1.1), nor does anything malformed. How the row was sent is no matter: it would
  // refuse all who read it before a release.
  return header
    .split(',')
    .map((tag) => /^"([^"-]*)(?:-[^"]*)?"$/.exec(tag.trim())?.[1])
    .filter((version) => version !== undefined);
}

/** If-None-Match compares weakly: W/"1" and "1" are the same. */
function tags(header: string): string[] {
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}
