import { describe, expect, test } from 'vitest';
import { given } from '../given';
import { mistakesOf } from '../mistakes';

const mistakesWith = (env: NodeJS.ProcessEnv) => mistakesOf({ ...given, ...env });

describe.each(['staging', 'production'])('%s', (APP_ENV) => {
  test('starts with an issuer and an audience, and with neither not', () => {
    expect(mistakesWith({ APP_ENV })).toEqual([]);
    for (const name of ['AUTH_ISSUER', 'AUTH_AUDIENCE']) {
      const mistakes = mistakesWith({ APP_ENV, [name]: undefined });
      expect(mistakes).toEqual([expect.stringMatching(`^${name}: is required`)]);
    }
  });

  test.each(['AUTH_ISSUER', 'AUTH_JWKS_URL'])('does not take http in %s', (name) => {
    const mistakes = mistakesWith({ APP_ENV, [name]: 'http://login.example.com' });
    expect(mistakes).toEqual([expect.stringMatching(`^${name}: must be https`)]);
  });
});

test.each(['HS256', 'none', 'RS256,HS256', ','])(
  'no algorithm is taken but those of key pairs: %j',
  (list) => {
    expect(mistakesWith({ APP_ENV: 'test', AUTH_ALGORITHMS: list })).not.toEqual([]);
  },
);
