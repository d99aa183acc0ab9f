import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../src/config';
import * as fields from '../src/http/fields';
import { includeQuery } from '../src/http/list';
import { createTestApp, type TestApp } from './app';
import { expectProblem, expectStatus } from './expect';
import { fixture } from './fixtures/routes';
import { given } from './given';
import { testModule } from './module';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp();
});

afterAll(() => service.close());

test('the description is valid OpenAPI 3.1', async () => {
  const response = await service.send('GET', '/openapi.json');
  expectStatus(response, 200);
  const document = response.json();
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  expect(response.headers['content-security-policy']).toBe(
    "default-src 'none';frame-ancestors 'none'",
  );
});

test('it says how values travel', async () => {
  const { read, close } = await createTestApp({ modules: [fixture] });
  const document = await read('/openapi.json');
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  const { responses } = document.paths['/v1/fixture/things/{id}'].get;
  const { properties } = responses['200'].content['application/json'].schema;
  expect(properties.at).toEqual({ type: 'string', format: 'date-time' });
  expect(properties.big).toMatchObject({ type: 'string' });
  expect(responses.default.content).toHaveProperty('application/problem+json');
  await close();
});

test('it says what a body and a parameter may be, as far as JSON Schema has words for it', async () => {
  const change = fields.notEmpty(
    z.strictObject({
      code: fields.keyOf(z.string()),
      any: fields.json(),
      price: fields.decimalNumber(6, 2),
      at: fields.localTimestampText,
      clock: fields.time,
    }),
  );
  const answer = z.object({ tags: z.array(z.string()), size: fields.sentFloat });
  const module = testModule('things', (app) => {
    const schema = {
      body: change,
      querystring: includeQuery({ author: 1, tags: 1 }),
      response: { 200: answer.meta({ id: 'Thing' }) },
    };
    app.patch('/', { config: { work: [] }, schema }, async () => ({ tags: [], size: 1 }));
  });
  const { read, close } = await createTestApp({ modules: [module] });
  const document = await read('/openapi.json');
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  const { requestBody, parameters } = document.paths['/v1/things'].patch;
  expect(requestBody.content['application/json'].schema).toMatchObject({
    minProperties: 1,
    properties: {
      code: { not: { enum: ['', '.', '..'] } },
      any: { not: { type: 'null' } },
      price: { minimum: -9999.99, maximum: 9999.99, multipleOf: 0.01 },
      at: { format: 'date-time-local' },
      clock: { format: 'time-local' },
    },
  });
  // With commas, in one parameter.
  const include = { type: 'array', minItems: 1, items: { enum: ['author', 'tags'] } };
  expect(parameters[0]).toMatchObject({ name: 'include', explode: false, schema: include });
  // Postgres may hold NULL in any list, and infinity in a number.
  expect(document.components.schemas.Thing.properties).toMatchObject({
    tags: { items: { type: ['string', 'null'] } },
    size: { type: ['number', 'null'] },
  });
  await close();
});

test('it names every problem that a route may answer', async () => {
  const { read, close } = await createTestApp({ modules: [fixture] });
  const { paths } = await read('/openapi.json');
  const answers = ({ responses }: { responses: object }) => Object.keys(responses);
  const { get, post } = { ...paths['/v1/fixture/things'], ...paths['/v1/fixture/things/{id}'] };
  expect(answers(get)).toEqual(['200', '400', '414', '429', 'default']);
  expect(answers(post)).toEqual(['201', '400', '413', '415', '422', '429', 'default']);
  expect(answers(paths['/readyz'].get)).toEqual(['200', '400', '503', 'default']);
  expect(get.tags).toEqual(['fixture']);
  expect(Object.keys(post.responses['413'].content)).toEqual(['application/problem+json']);
  await close();
});

test('it says how much a body may hold, as the service counts it', async () => {
  const env = { BODY_LIMIT_BYTES: '200000' };
  const { read, send, close } = await createTestApp({ modules: [fixture], env });
  const { paths } = await read('/openapi.json');
  const { post } = paths['/v1/fixture/things'];
  const { get, delete: remove } = paths['/v1/fixture/things/{id}'];
  const refused = async (method: 'POST' | 'DELETE', url: string) => {
    const payload = `[${'1,'.repeat(60_000)}1]`;
    const response = await send(method, url, {
      payload,
      headers: { 'content-type': 'application/json' },
    });
    const { detail = '' } = expectProblem(response, 413);
    return / \d+ values/.exec(detail)?.[0];
  };
  const said = ({ responses }: { responses: Record<string, { description: string }> }) =>
    responses['413']?.description;
  expect(said(post)).toContain('more than 200000 bytes');
  expect(said(post)).toContain(await refused('POST', '/v1/fixture/things'));
  expect(said(remove)).toContain(await refused('DELETE', '/v1/fixture/things/1'));
  expect(get.responses['414'].description).toContain('512 characters');
  await close();
});

test('it names the media types that a body may have', async () => {
  const { read, close } = await createTestApp({ modules: [fixture] });
  const { patch, post } = (await read('/openapi.json')).paths['/v1/fixture/things'];
  const types = ({ requestBody }: { requestBody: { content: object } }) =>
    Object.keys(requestBody.content);
  expect(types(post)).toEqual(['application/json']);
  expect(types(patch)).toEqual(['application/json', 'application/merge-patch+json']);
  await close();
});

test('it says which headers a route looks at, and which its answers have', async () => {
  const row = z.object({ id: z.string() });
  const params = z.object({ id: z.string() });
  const module = testModule('things', (app) => {
    const write = { guards: ['precondition'], work: ['find', 'write'] } as const;
    const once = { 200: row, 304: z.undefined() };
    const find = { config: { work: ['find'] }, schema: { params, response: once } } as const;
    app.get('/:id', find, async () => ({ id: '1' }));
    app.post('/', { config: { work: [] }, schema: { response: { 201: row } } }, async () => ({
      id: '1',
    }));
    const change = { config: write, schema: { params, response: { 200: row } } };
    app.patch('/:id', change, async () => ({ id: '1' }));
  });
  const { read, close } = await createTestApp({ modules: [module] });
  const document = await read('/openapi.json');
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  const { get, patch } = document.paths['/v1/things/{id}'];
  const { post } = document.paths['/v1/things'];
  const asked = ({ parameters = [] }: { parameters?: { in: string; name: string }[] }) =>
    parameters.filter((one) => one.in === 'header').map(({ name }) => name);
  const sent = ({ headers = {} }: { headers?: object }) => Object.keys(headers);
  expect([get, post, patch].map(asked)).toEqual([['If-None-Match'], [], ['If-Match']]);
  expect(sent(get.responses['200'])).toEqual(['ETag']);
  expect(sent(get.responses['304'])).toEqual(['ETag']);
  expect(sent(post.responses['201'])).toEqual(['Location', 'ETag']);
  expect(sent(patch.responses['200'])).toEqual(['ETag']);
  expect(sent(get.responses['429'])).toEqual(['Retry-After']);
  await close();
});

test('each route has a name of its own, for clients that are generated', async () => {
  const { paths } = await service.read('/openapi.json');
  const ids = Object.values<Record<string, { operationId: string }>>(paths)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId }) => operationId);
  expect(ids).toContain('getReadyz');
  expect(new Set(ids).size).toBe(ids.length);
});

test('the documentation page needs nothing from elsewhere', async () => {
  const page = await service.send('GET', '/docs/');
  expectStatus(page, 200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  expect(page.body).not.toMatch(/(src|href)="https?:/);
  const scripts = [...page.body.matchAll(/<script src="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) {
    const { pathname } = new URL(script, 'http://service/docs/');
    expectStatus(await service.send('GET', pathname), 200);
  }
});

test.each([
  ['development', true],
  ['test', true],
  ['staging', true],
  ['production', false],
])('in %s they are served unless a variable says otherwise: %s', (APP_ENV, isServed) => {
  expect(loadConfig({ ...given, APP_ENV }).docs.enabled).toBe(isServed);
  const DOCS_ENABLED = String(!isServed);
  expect(loadConfig({ ...given, APP_ENV, DOCS_ENABLED }).docs.enabled).toBe(!isServed);
});

test('neither is served where it is switched off', async () => {
  const { send, close } = await createTestApp({ env: { DOCS_ENABLED: 'false' } });
  expectProblem(await send('GET', '/openapi.json'), 404);
  expectProblem(await send('GET', '/docs/'), 404);
  await close();
});
