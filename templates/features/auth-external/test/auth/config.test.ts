import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config';
import { given } from '../given';

function mistakesOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig({ ...given, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe.each(['staging', 'production'])('%s', (APP_ENV) => {
  test('starts with an issuer and an audience, and with neither not', () => {
    expect(mistakesOf({ APP_ENV })).toEqual([]);
    for (const name of ['AUTH_ISSUER', 'AUTH_AUDIENCE']) {
      const mistakes = mistakesOf({ APP_ENV, [name]: undefined });
      expect(mistakes).toEqual([expect.stringMatching(`^${name}: is required`)]);
    }
  });

  test.each(['AUTH_ISSUER', 'AUTH_JWKS_URL'])('does not take http in %s', (name) => {
    const mistakes = mistakesOf({ APP_ENV, [name]: 'http://login.example.com' });
    expect(mistakes).toEqual([expect.stringMatching(`^${name}: must be https`)]);
  });
});

test.each(['HS256', 'none', 'RS256,HS256', ','])(
  'no algorithm is taken but those of key pairs: %j',
  (list) => {
    expect(mistakesOf({ APP_ENV: 'test', AUTH_ALGORITHMS: list })).not.toEqual([]);
  },
);
