import type { Part } from '../feature.ts';

/** What the description of the API says of sign-in, in services that have one. */
export const openapiParts: readonly Part[] = [
  {
    path: 'src/http/openapi.ts',
    at: { after: 'await app.register(async (pages) => {' },
    text: `
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });`,
  },
  {
    path: 'src/http/openapi.ts',
    at: 'imports',
    text: "import { REFRESH_COOKIE } from '../auth/browser';",
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'const describeNames = createJsonSchemaTransformObject({ zodToJsonConfig });\n' },
    text: `
/** How somebody says who they are. A browser's refresh token comes in a cookie. */
const securitySchemes = {
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  refreshCookie: { type: 'apiKey', in: 'cookie', name: REFRESH_COOKIE },
} as const;
`,
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'schemas: { Problem: problemSchema() }' },
    text: ', securitySchemes',
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'schema: { ...schema, response' },
    text: ', security: securityOf(route)',
  },
  {
    path: 'src/http/openapi.ts',
    at: 'end',
    text: `
/** What a route asks for; \`{}\` is nothing, which is enough where it stands beside something else. */
function securityOf(route: Route): Record<string, string[]>[] {
  const { guards } = contractOf(route);
  // The token of the cookie may also be in the body.
  if (guards.includes('refreshToken')) return [{ refreshCookie: [] }, {}];
  if (!guards.includes('signedIn')) return [];
  return route.config?.access?.who === 'public'
    ? [{ accessToken: [] }, {}]
    : [{ accessToken: [] }];
}
`,
  },
  {
    path: 'test/openapi.test.ts',
    at: 'end',
    text: `
test('it says which routes ask for a token, and those are the ones that refuse whoever has none', async () => {
  const { components, paths } = await service.read('/openapi.json');
  expect(components.securitySchemes).toMatchObject({
    accessToken: { type: 'http', scheme: 'bearer' },
    refreshCookie: { type: 'apiKey', in: 'cookie', name: '__Host-refresh' },
  });
  expect(paths['/v1/auth/refresh'].post.security).toEqual([{ refreshCookie: [] }, {}]);
  expect(paths['/v1/auth/login'].post.security).toEqual([]);
  const asking: string[] = [];
  for (const [url, methods] of Object.entries<Record<string, { security: object[] }>>(paths)) {
    for (const [method, { security }] of Object.entries(methods)) {
      if (security.some((one) => 'refreshCookie' in one)) continue;
      const path = url.replaceAll(/\\{\\w+\\}/g, '1');
      const { statusCode } = await service.app.inject({ method: method as 'GET', url: path });
      if (statusCode === 401) asking.push(\`\${method} \${url}\`);
      // A second one is nothing: what everybody may call.
      expect(security.length === 1, \`\${method} \${url}\`).toBe(statusCode === 401);
    }
  }
  expect(asking).toContain('get /v1/auth/me');
});
`,
  },
];
