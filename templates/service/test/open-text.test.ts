import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { timestampText } from '../src/http/fields';
import { modules } from '../src/modules';
import { createTestApp, type TestApp } from './app';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

/** What ends a text: a length, or a form that has one. */
const ENDS = ['maxLength', 'pattern', 'format', 'enum', 'const'];

/** The fields of a body that take any text, however long. */
function openFields(body: z.ZodType): string[] {
  const described = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
  // One that has a name stands under it.
  const own = described.$ref?.split('/').at(-1) ?? '';
  const { properties = {} } = described.$defs?.[own] ?? described;
  return Object.entries(properties).flatMap(([name, field]) => {
    const forms = typeof field === 'object' ? (field.anyOf ?? [field]) : [];
    const isOpen = forms.some(
      (form) =>
        typeof form === 'object' &&
        [form.type].flat().includes('string') &&
        !ENDS.some((end) => end in form),
    );
    return isOpen ? [name] : [];
  });
}

test('a text that a client may store has an end', () => {
  const prefixes = modules.map(({ prefix }) => `/v1${prefix}`);
  const open = t.app.routes
    .filter(({ url = '' }) => prefixes.some((prefix) => url.startsWith(prefix)))
    .flatMap(({ method, url, schema }) =>
      schema?.body instanceof z.ZodType
        ? openFields(schema.body).map((field) => `${[method].flat().join()} ${url}: ${field}`)
        : [],
    );
  expect(open).toEqual([]);
});

test('one without is found', () => {
  const body = z.object({
    a: z.string(),
    b: z.string().nullable(),
    c: z.string().max(5),
    d: z.uuid(),
    // What has a form has an end, also where only its description says so.
    e: timestampText,
  });
  expect(openFields(body.meta({ id: 'OpenText' }))).toEqual(['a', 'b']);
  expect(openFields(body)).toEqual(['a', 'b']);
});
