import { z } from 'zod';
import { parseJson } from '../db/json-keys';
import { answerFailure, retryAfter, UpstreamError } from './failures';

/** What one attempt sends, and what it expects. */
export interface Exchange<Answer> {
  upstream: string;
  method: string;
  /** Its pattern, without values. */
  path: string;
  url: string;
  init: RequestInit;
  response: z.ZodType<Answer>;
}

/** More is cut off: an answer must not fill the memory. */
export const MAX_BYTES = 1_048_576;

/**
 * One attempt: sends, reads a bounded answer and checks it.
 *
 * @throws {UpstreamError} for whatever was answered and can't be used; what fetch throws where nothing was
 */
export async function exchange<Answer>(
  { upstream, method, path: pattern, url, init, response: schema }: Exchange<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const label = `${method} ${pattern}`;
  // A redirect is not followed: it may lead to where only this service gets, or take the token elsewhere.
  const response = await fetch(url, { ...init, signal, redirect: 'manual' });
  const { ok, status, headers } = response;
  if (!ok) {
    await response.body?.cancel();
    const failure = answerFailure(status);
    const isAsked = failure === 'limited' || status === 503;
    const asked = isAsked ? retryAfter(headers.get('retry-after')) : undefined;
    throw new UpstreamError(upstream, failure, `${label} answered ${status}`, { status, asked });
  }
  const broken = (why: string, cause?: unknown) =>
    new UpstreamError(upstream, 'broken', `${label} ${why}`, { status, cause });
  const bytes = await readBounded(response);
  if (!bytes) throw broken(`answered more than ${MAX_BYTES} bytes`);
  const checked = schema.safeParse(parsed(bytes));
  if (checked.success) return checked.data;
  // Where it differs, and not the values that are there.
  const places = checked.error.issues.map(
    ({ path, code }) => `${path.join('.') || 'body'}: ${code}`,
  );
  throw broken(`answered what was not agreed on (${places.slice(0, 5).join(', ')})`);
}

/** @returns undefined where there is more than that; the rest is not read then */
async function readBounded({ body, headers }: Response): Promise<Buffer | undefined> {
  if (Number(headers.get('content-length')) > MAX_BYTES) {
    await body?.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What is no JSON meets no schema; an answer of no bytes is `undefined`, as `z.undefined()` takes it. */
function parsed(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return NO_JSON;
  }
}

const NO_JSON = Symbol('no JSON');
