import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { RunningService } from '../support/running-service.ts';

type Json = Record<string, unknown>;

/** What to do with one resource of a service, over HTTP. */
export interface Journey {
  /** Its URL segment; rows of it need no other rows, and the seed makes more than two. */
  resource: string;
  /** A new row, which a unique key keeps from being created twice. */
  body: Json;
  /** The field that the conflict names. */
  unique: string;
  /** A change of it. */
  change: Json;
  /** Another new row. */
  other: Json;
  /** A body that is wrong in the fields that it has. */
  invalid: Json;
}

interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

/** A client of one service that speaks JSON. */
export type Send = (
  method: string,
  path: string,
  more?: { body?: Json | string; headers?: Record<string, string> },
) => Promise<Answer>;

export function client(origin: string): Send {
  return async (method, path, { body, headers = {} } = {}) => {
    const isText = typeof body === 'string';
    const response = await fetch(new URL(path, origin), {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    });
    const answer = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && answer ? JSON.parse(answer) : { text: answer },
    };
  };
}

/** The pages of a list: bounded, and the cursor leads to other rows. */
export async function walkList(send: Send, { resource }: Journey): Promise<void> {
  const first = await send('GET', `/v1/${resource}?limit=2&total=true`);
  expect(first.status).toBe(200);
  const rows = first.body['data'] as Json[];
  expect(rows).toHaveLength(2);
  expect(first.body['total']).toBeGreaterThan(2);
  const cursor = encodeURIComponent(String(first.body['nextCursor']));
  const second = await send('GET', `/v1/${resource}?limit=2&cursor=${cursor}`);
  const seen = rows.map(({ id }) => id);
  for (const { id } of second.body['data'] as Json[]) expect(seen).not.toContain(id);
  expect((await send('GET', `/v1/${resource}?limit=1000`)).status).toBe(400);
  expect((await send('GET', `/v1/${resource}?cursor=nonsense`)).status).toBe(400);
}

/** A row from its creation to its end, with everything that is refused on the way. */
export async function liveRow(send: Send, journey: Journey): Promise<void> {
  const list = `/v1/${journey.resource}`;
  const created = await send('POST', list, { body: journey.body });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject(journey.body);
  const url = created.headers.get('location') ?? '';
  const etag = created.headers.get('etag') ?? '';
  expect(url).toMatch(new RegExp(`^${list}/.+`));

  expect(await send('GET', url)).toMatchObject({ status: 200, body: created.body });
  const fresh = await send('GET', url, { headers: { 'if-none-match': etag } });
  expect(fresh.status).toBe(304);

  const again = await send('POST', list, { body: journey.body });
  expectProblem(again, 409, `#/${journey.unique}`);

  const changed = await send('PATCH', url, {
    body: journey.change,
    headers: { 'if-match': etag },
  });
  expect(changed).toMatchObject({ status: 200, body: journey.change });
  const stale = await send('PATCH', url, { body: journey.change, headers: { 'if-match': etag } });
  expectProblem(stale, 412);

  expect((await send('DELETE', url)).status).toBe(204);
  expectProblem(await send('GET', url), 404);
}

/** Requests that can't be served. */
export async function refuse(send: Send, { resource, invalid, body }: Journey): Promise<void> {
  const list = `/v1/${resource}`;
  const wrong = await send('POST', list, { body: { ...invalid, surprise: true } });
  for (const field of [...Object.keys(invalid), 'surprise'])
    expectProblem(wrong, 422, `#/${field}`);
  expectProblem(await send('POST', list, { body: '{"name":' }), 400);
  const typed = { body: JSON.stringify(body), headers: { 'content-type': 'text/plain' } };
  expectProblem(await send('POST', list, typed), 415);
  expectProblem(await send('GET', '/v1/nowhere'), 404);
}

/** The documentation and what machines ask for. */
export async function lookAround(send: Send, resources: string[]): Promise<void> {
  const description = await send('GET', '/openapi.json');
  expect(description.body['openapi']).toMatch(/^3\.1/);
  const paths = Object.keys(description.body['paths'] as Json);
  for (const resource of resources) expect(paths.join('\n')).toContain(resource);
  const page = await send('GET', '/docs/');
  expect(page.status).toBe(200);
  expect(page.body['text']).toContain('swagger-ui');
  expect((await send('GET', '/livez')).status).toBe(200);
  const id = randomUUID();
  const answer = await send('GET', '/v1/nowhere', { headers: { 'x-request-id': id } });
  expect(answer.headers.get('x-request-id')).toBe(id);
}

/** SIGTERM while half a request is on its way: it gets its answer, then the service ends well. */
export async function endWell(service: RunningService, journey: Journey): Promise<void> {
  const body = JSON.stringify(journey.other);
  const request = httpRequest(`${service.origin}/v1/${journey.resource}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  const wanted = once(request, 'continue');
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      const status = response.statusCode ?? 0;
      text(response).then((content) => resolve({ status, body: content }), reject);
    });
  });
  request.write(body.slice(0, 5));
  await wanted;
  service.terminate();
  // It is ending: load balancers are to look for another one, or it takes no connection any more.
  await expect.poll(() => isReady(service)).toBe(false);
  request.end(body.slice(5));
  expect(await answered).toMatchObject({ status: 201 });
  expect(await service.exited, service.output()).toBe(0);
}

function isReady({ origin }: RunningService): Promise<boolean> {
  return fetch(`${origin}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

function expectProblem(answer: Answer, status: number, pointer?: string): void {
  expect(answer).toMatchObject({ status, body: { status } });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  if (pointer === undefined) return;
  const errors = answer.body['errors'] as Json[];
  expect(errors.map((error) => error['pointer'])).toContain(pointer);
}
