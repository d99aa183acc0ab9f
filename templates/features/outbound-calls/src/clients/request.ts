import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type Trace, traceparentOf } from '../http/trace';
import type { Waiting } from '../resilience/retry';

type Value = string | number | boolean;

/** What a client asks of another service. */
export interface Operation<Answer> {
  method: 'GET' | 'PUT' | 'DELETE' | 'POST' | 'PATCH';
  /** With names in braces for values: `/items/{id}`. Logs have it as it is. */
  path: `/${string}`;
  params?: Readonly<Record<string, string | number>>;
  /** What is undefined is left out. */
  query?: Readonly<Record<string, Value | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  response: z.ZodType<Answer>;
  /**
   * The other side knows `Idempotency-Key`: one is sent, the same with each attempt, and so a POST or PATCH may be repeated. A text is
   * the key itself, where the caller has one that outlives this process.
   */
  idempotencyKey?: boolean | string;
}

/** On whose behalf: a request of Fastify's is one. In a script, `{}`. */
export interface Call extends Waiting {
  /** Of the request; the other side gets it as `x-request-id`. */
  id?: string;
  /** Of the request; handed on, so that the other side's part is found with it. */
  trace?: Trace;
}

const IDEMPOTENT = new Set(['GET', 'PUT', 'DELETE']);

/** Whether it does no harm to do it twice. */
export function isRepeatable({ method, idempotencyKey }: Operation<unknown>): boolean {
  return IDEMPOTENT.has(method) || Boolean(idempotencyKey);
}

/** @throws when a value would lead to another path */
export function urlOf(base: string, { path, params = {}, query = {} }: Operation<unknown>): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, params[name]));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.append(name, String(value));
  }
  return `${base}${filled}${search.size > 0 ? `?${search.toString()}` : ''}`;
}

function segment(name: string, value: string | number | undefined): string {
  const text = String(value ?? '');
  // A URL takes them for steps in its path, encoded or not.
  if (text === '' || text === '.' || text === '..') throw new Error(`${name} can't be in a path`);
  return encodeURIComponent(text);
}

/**
 * Made once for a call, so that the key is the same with each attempt.
 *
 * @throws {TypeError} for what can't be sent, such as a key that is no Latin text: no fault of the other side
 */
export function initOf(
  { body, idempotencyKey }: Operation<unknown>,
  { id, trace }: Call,
  token: string | undefined,
): RequestInit {
  const key = idempotencyKey === true ? randomUUID() : idempotencyKey;
  const all: Record<string, unknown> = {
    accept: 'application/json',
    'content-type': body === undefined ? undefined : 'application/json',
    authorization: token && `Bearer ${token}`,
    'idempotency-key': key || undefined,
    'x-request-id': id,
    traceparent: trace && traceparentOf(trace),
    tracestate: trace?.state,
  };
  const sent = Object.entries(all).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { headers: new Headers(sent), ...(body !== undefined && { body: JSON.stringify(body) }) };
}
