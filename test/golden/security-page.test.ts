import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';

const TEMPLATES = join(packageRoot(), 'templates');

/** What of a service with this sign-in is not made from its tables. */
const partsOf = (signIn: string) => ['service', 'features/auth-access', `features/${signIn}`];

/** The two scripts that `npm run asvs` is, as the service has them. */
async function scripts(service: string) {
  const load = (name: string): Promise<unknown> =>
    import(pathToFileURL(join(service, 'scripts/asvs', `${name}.ts`)).href);
  const { readClaims } = (await load('tests')) as { readClaims: (root: string) => unknown };
  const { securityPage } = (await load('page')) as { securityPage: (claims: unknown) => string };
  return { readClaims, securityPage };
}

it.each(['auth-built-in', 'auth-external'])(
  'the page on security of %s says what the tests in the templates say: otherwise, npm run test:update',
  async (signIn) => {
    const page = join(TEMPLATES, 'features', signIn, 'docs/security.md');
    const service = mkdtempSync(join(tmpdir(), 'templates-'));
    try {
      for (const part of partsOf(signIn)) {
        for (const folder of ['src', 'test', 'scripts/asvs']) {
          const from = join(TEMPLATES, part, folder);
          if (existsSync(from)) cpSync(from, join(service, folder), { recursive: true });
        }
      }
      const { readClaims, securityPage } = await scripts(service);
      const text = securityPage(readClaims(service));
      if (process.env['GOLDEN'] === 'update') writeFileSync(page, text);
      expect(readFileSync(page, 'utf8')).toBe(text);
    } finally {
      rmSync(service, { recursive: true });
    }
  },
);
