import type { Removal } from './removal.ts';

const token = 'src/auth/access-token.ts';
const issuer = 'src/auth/issuer.ts';
const users = 'src/auth/known-users.ts';

/** Tokens of an identity provider. */
export const external: Removal[] = [
  ...[
    ['is of an algorithm that is taken', '        algorithms,\n'],
    ['is of its issuer', '        issuer,\n'],
    ['is for this service', '        audience: audiences,\n'],
    ['has an end', "        requiredClaims: ['sub', 'exp'],\n"],
    [
      'is of a type that is taken',
      '      if (!types.has(typeOf(protectedHeader))) return undefined;\n',
    ],
  ].map(([what, from = '']) => ({
    promise: `a token ${what}`,
    file: token,
    from,
    to: '',
    tests: ['test/auth/access-token'],
  })),
  {
    promise: 'whom their row keeps out may not call',
    file: 'src/auth/users.ts',
    from: '= eq(users.isActive, true)',
    to: '= undefined',
    tests: ['test/auth/kept-out'],
  },
  {
    promise: 'a token that is over is refused, also from the cache',
    file: token,
    from: '!verified || verified.until <= Date.now()',
    to: '!verified',
    tests: ['test/auth/access-token'],
  },
  {
    promise: 'what is remembered of tokens has a bound',
    file: token,
    from: 'if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value as string);',
    to: '',
    tests: ['test/auth/access-token'],
  },
  {
    promise: 'a token whose key was taken back is checked again',
    file: token,
    from: 'known?.version === keys.version() ? known : await check(token)',
    to: 'known ?? (await check(token))',
    tests: ['test/auth/issuer'],
  },
  {
    promise: 'strangers do not make the service flood its issuer',
    file: issuer,
    from: 'if (!fetching && performance.now() - begun >= floor) {',
    to: 'if (!fetching) {',
    tests: ['test/auth/issuer'],
  },
  {
    promise: 'an issuer that is away is a 503, and signs nobody out',
    file: issuer,
    from: "if (isAway || !keys) throw unavailable('The issuer of tokens does not answer.', 5);",
    to: "if (!keys) throw unavailable('The issuer of tokens does not answer.', 5);",
    tests: ['test/auth/issuer'],
  },
  {
    promise: 'discovery is about the issuer that was named',
    file: issuer,
    from: 'if (found.issuer !== issuer) throw new Error(`${url} is of another issuer, ${found.issuer}`);',
    to: '',
    tests: ['test/auth/issuer'],
  },
  {
    promise: 'who is deleted is out within two seconds',
    file: users,
    from: 'const MAX_AGE = 1500;',
    to: 'const MAX_AGE = 600_000;',
    tests: ['test/auth/known-users'],
  },
  {
    promise: 'whoever has no token is refused',
    file: 'src/auth/guard.ts',
    from: 'if (!claims)\n',
    to: 'if (claims === null)\n',
    tests: ['test/auth/closed', 'test/auth/access-token'],
  },
  {
    promise: 'what an issuer says of its keys has an end',
    file: 'src/auth/issuer.ts',
    from: '    if (size > MAX_BYTES) throw',
    to: '    if (size < 0) throw',
    tests: ['test/auth/issuer'],
  },
  {
    promise: 'a key that is none is no failure of the service',
    file: 'src/auth/access-token.ts',
    from: 'TypeError, DOMException]',
    to: 'TypeError]',
    tests: ['test/auth/issuer'],
  },
];
