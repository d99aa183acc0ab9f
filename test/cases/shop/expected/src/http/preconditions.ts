import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Conditional requests. A strong ETag is made from the row's version; `If-None-Match` saves sending what the client has,
 * `If-Match` refuses to overwrite what the client has not seen.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */

/** The strong ETag of a row in this version. */
export function etag(version: string): string {
  return `"${version}"`;
}

/** Sets the ETag and answers whether the client already has this version, so that 304 is due. */
export function isFresh(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  const tag = etag(version);
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
  // A weak tag never matches here (RFC 9110, 13.1.1), nor does anything malformed.
  return header
    .split(',')
    .map((tag) => /^"([^"]*)"$/.exec(tag.trim())?.[1])
    .filter((version) => version !== undefined);
}

/** If-None-Match compares weakly: W/"1" and "1" are the same. */
function tags(header: string): string[] {
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}
