import type { Part } from '../feature.ts';

/** What the description of the API says of sign-in. */
interface Said {
  /** How else than by an access token somebody may say who they are: entries of `securitySchemes`. */
  schemes: string;
  /** What decides before the access token is looked at, in `securityOf`. */
  security: string;
  /** What the test expects beside, and of which routes it knows nothing. */
  expected: string;
  unknown: string;
}

/** By a token, and in a browser by a cookie for the refresh token, too. */
const CLIENTS_OF_BOTH_KINDS: Said = {
  schemes: `
  // A browser's refresh token.
  refreshCookie: { type: 'apiKey', in: 'cookie', name: REFRESH_COOKIE },`,
  security: `
  // The token of the cookie may also be in the body.
  if (guards.includes('refreshToken')) return [{ refreshCookie: [] }, {}];`,
  expected: `
  expect(components.securitySchemes).toMatchObject({
    refreshCookie: { type: 'apiKey', in: 'cookie', name: '__Host-refresh' },
  });
  expect(paths['/v1/auth/refresh'].post.security).toEqual([{ refreshCookie: [] }, {}]);
  expect(paths['/v1/auth/login'].post.security).toEqual([]);
  expect(paths['/v1/auth/me'].get.security).toEqual([{ accessToken: [] }]);`,
  unknown: `
      if (security.some((one) => 'refreshCookie' in one)) continue;`,
};

const TOKENS_ALONE: Said = { schemes: '', security: '', expected: '', unknown: '' };

/** Of a service that signs people in. */
export const openapiParts: readonly Part[] = [
  {
    path: 'src/http/openapi.ts',
    at: 'imports',
    text: "import { REFRESH_COOKIE } from '../auth/browser';",
  },
  ...partsOf(CLIENTS_OF_BOTH_KINDS),
];

/** Of a service that checks tokens. */
export const tokenOpenapiParts: readonly Part[] = partsOf(TOKENS_ALONE);

function partsOf(said: Said): Part[] {
  return [...descriptionParts(said), testPart(said)];
}

function descriptionParts({ schemes, security }: Said): Part[] {
  const path = 'src/http/openapi.ts';
  return [
    {
      path,
      at: { after: 'await app.register(async (pages) => {' },
      text: `
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });`,
    },
    {
      path,
      at: {
        after: 'const describeNames = createJsonSchemaTransformObject({ zodToJsonConfig });\n',
      },
      text: `
/** How somebody says who they are. */
const securitySchemes = {
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },${schemes}
} as const;
`,
    },
    {
      path,
      at: { after: 'schemas: { Problem: problemSchema() }' },
      text: ', securitySchemes',
    },
    {
      path,
      at: { after: 'operationId: operationId(route),' },
      text: '\n      security: securityOf(route),',
    },
    {
      path,
      at: 'end',
      text: `
/** What a route asks for; \`{}\` is nothing, which is enough where it stands beside something else. */
function securityOf(route: Route): Record<string, string[]>[] {
  const { guards } = contractOf(route);${security}
  if (!guards.includes('signedIn')) return [];
  return route.config?.access?.who === 'public'
    ? [{ accessToken: [] }, {}]
    : [{ accessToken: [] }];
}
`,
    },
  ];
}

function testPart({ expected, unknown }: Said): Part {
  return {
    path: 'test/openapi.test.ts',
    at: 'end',
    text: `
test('it says which routes ask for a token, and those are the ones that refuse whoever has none', async () => {
  const { components, paths } = await service.read('/openapi.json');
  expect(components.securitySchemes).toMatchObject({
    accessToken: { type: 'http', scheme: 'bearer' },
  });${expected}
  let compared = 0;
  for (const [url, methods] of Object.entries<Record<string, { security: object[] }>>(paths)) {
    for (const [method, { security }] of Object.entries(methods)) {${unknown}
      const path = url.replaceAll(/\\{\\w+\\}/g, '1');
      const { statusCode } = await service.app.inject({ method: method as 'GET', url: path });
      // A second one is nothing: what everybody may call.
      expect(security.length === 1, \`\${method} \${url}\`).toBe(statusCode === 401);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(0);
});
`,
  };
}
