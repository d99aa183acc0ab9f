import type { Part } from '../feature.ts';

/** What the description of the API says of keys, where a service has one. */
export const openapiParts: readonly Part[] = [
  {
    path: 'src/http/openapi-headers.ts',
    at: {
      after:
        "'If-Match': header('ETags that the row must have one of: 412 where somebody changed it'),\n    }),\n",
    },
    text: `    ...(guards.includes('idempotency') && {
      'Idempotency-Key': header(
        'At most 255 visible ASCII characters: sent again under it, the request is done once, and answered as it was at first. An answer that is too long to be kept is a 413',
      ),
    }),
`,
  },
  {
    path: 'src/http/openapi-headers.ts',
    at: 'end',
    text: `
/** The headers without which a route refuses. */
export function requiredHeaders(route: Route): string[] {
  return contractOf(route).guards.includes('idempotencyRequired') ? ['Idempotency-Key'] : [];
}

/** What the answers of a route that takes a key have beside the others: when to try again, and whether they were given before. */
export function repeatHeaders(route: Route, status: number): Headers {
  if (!contractOf(route).guards.includes('idempotency')) return {};
  if (status === 409) return RETRY_AFTER;
  const replayed = header('true where an earlier request under the same key was answered so');
  return status < 300 ? { 'Idempotency-Replayed': replayed } : {};
}
`,
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'import { operationId, ' },
    text: 'repeatHeaders, ',
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'import { operationId, repeatHeaders, requestHeaders, ' },
    text: 'requiredHeaders, ',
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: "headers: { type: 'object', properties: requestHeaders(route)" },
    text: ', required: requiredHeaders(route)',
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'const headers = ' },
    text: '{ ...repeatHeaders(route, Number(status)), ...',
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: '...responseHeaders(route, Number(status))' },
    text: ' }',
  },
  {
    path: 'test/openapi.test.ts',
    at: 'imports',
    text: "import { thingsModule } from './idempotency/things';",
  },
  {
    path: 'test/openapi.test.ts',
    at: 'end',
    text: `
test('it says which routes take a key, which demand one, and how a repeat is told', async () => {
  const { read, close } = await createTestApp({ modules: [thingsModule()] });
  const document = await read('/openapi.json');
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  const { '/v1/things': free, '/v1/things/strict': strict } = document.paths;
  const keyOf = ({ parameters }: { parameters: { name: string }[] }) =>
    parameters.find(({ name }) => name === 'Idempotency-Key');
  expect(keyOf(free.post)).toMatchObject({ in: 'header', required: false });
  expect(keyOf(strict.post)).toMatchObject({ in: 'header', required: true });
  const { responses } = free.post;
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '409', '413', '422']));
  expect(responses['409'].headers).toHaveProperty('Retry-After');
  expect(responses['201'].headers).toHaveProperty('Idempotency-Replayed');
  await close();
});
`,
  },
];
