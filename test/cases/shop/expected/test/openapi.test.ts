import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './app';
import { fixture } from './fixtures/routes';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp();
});

afterAll(() => service.close());

test('the description is valid OpenAPI 3.1', async () => {
  const response = await service.app.inject('/openapi.json');
  expect(response.statusCode).toBe(200);
  const document = response.json();
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(await new Validator().validate(document)).toEqual({ valid: true });
});

test('it says how values travel', async () => {
  const { app, close } = await createTestApp({ modules: [fixture] });
  const document = (await app.inject('/openapi.json')).json();
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  const { responses } = document.paths['/v1/fixture/things/{id}'].get;
  const { properties } = responses['200'].content['application/json'].schema;
  expect(properties.at).toEqual({ type: 'string', format: 'date-time' });
  expect(properties.big).toMatchObject({ type: 'string' });
  expect(responses.default.content).toHaveProperty('application/problem+json');
  await close();
});

test('the documentation page needs nothing from elsewhere', async () => {
  const page = await service.app.inject('/docs/');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  expect(page.body).not.toMatch(/(src|href)="https?:/);
  const scripts = [...page.body.matchAll(/<script src="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) {
    const { pathname } = new URL(script, 'http://service/docs/');
    expect((await service.app.inject(pathname)).statusCode).toBe(200);
  }
});

test('neither is served where it is switched off', async () => {
  const { app, close } = await createTestApp({ env: { DOCS_ENABLED: 'false' } });
  expect((await app.inject('/openapi.json')).statusCode).toBe(404);
  expect((await app.inject('/docs/')).statusCode).toBe(404);
  await close();
});
