import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { withPlainKeys } from '../db/json-keys';
import { holdsAtMost, maxValues } from './body-limits';
import { valueProblem } from './body-values';
import { isMergePatch, MERGE_PATCH } from './merge-patch';
import { badRequest, Problem } from './problem';
import type { App } from './types';

/** Bodies are JSON; a PATCH may also name it as what it is, a merge patch (RFC 7396). Anything else is a 415. */
export function registerBodyParsers(app: App): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    ['application/json', MERGE_PATCH],
    { parseAs: 'buffer' },
    (request, bytes, done) => {
      // Many clients name a type with every request.
      if (bytes.length === 0 && !takesBody(request)) return done(null);
      const text = bytes.toString();
      const problem = bodyProblem(request, bytes, text);
      if (problem) return done(problem);
      const plain = withPlainKeys(text, MAX_ESCAPED);
      if (plain.standIns > MAX_ESCAPED) return done(tooMany(MAX_ESCAPED, 'names with an escape'));
      void parseJson(request, plain.text, (error, body) =>
        done(error ?? (takesBody(request) ? valueProblem(text) : null), plain.restore(body)),
      );
    },
  );
  app.addContentTypeParser('*', (request, _payload, done) => {
    const isEmpty = request.headers['content-length'] === '0' && !takesBody(request);
    done(isEmpty ? null : new Problem(415, { detail: 'The body must be JSON.' }));
  });
}

function takesBody({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.schema?.body !== undefined;
}

/** What is wrong with a body whatever it says; looked at before it is parsed. */
function bodyProblem(request: FastifyRequest, bytes: Buffer, text: string): Problem | null {
  if (isMergePatch(request) && request.method !== 'PATCH') {
    return new Problem(415, { detail: `${MERGE_PATCH} is for PATCH.` });
  }
  const coded = codingProblem(request);
  if (coded) return coded;
  if (!isUtf8(bytes)) return badRequest('The body is not UTF-8.');
  const max = maxValues(request.routeOptions.schema?.body as z.ZodType | undefined);
  return holdsAtMost(text, max) ? null : tooMany(max, 'values');
}

function tooMany(max: number, what: string): Problem {
  return new Problem(413, { detail: `The body holds more than ${max} ${what}.` });
}

/** What would have to be undone before the body could be read: it is taken as it comes. */
function codingProblem({ headers }: FastifyRequest): Problem | null {
  const codings = [headers['content-encoding'], headers['transfer-encoding']];
  if (codings.some((coding = '') => !PLAIN.test(coding))) {
    return new Problem(415, {
      detail: 'The body must not be compressed.',
      headers: { 'accept-encoding': 'identity' },
    });
  }
  const [, charset = ''] =
    /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '') ?? [];
  return UTF8.test(charset) ? null : new Problem(415, { detail: 'The body must be UTF-8.' });
}

const PLAIN = /^(identity|chunked)?$/i;
const UTF8 = /^(utf-?8|us-ascii)?$/i;

/** Names of fields that JSON can't write without an escape, each of which costs more than all else about it. */
export const MAX_ESCAPED = 1000;
