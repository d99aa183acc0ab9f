import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';

const TEMPLATES = join(packageRoot(), 'templates');
const PAGE = join(TEMPLATES, 'features/auth-built-in/docs/security.md');

/** What of a service with sign-in is not made from its tables. */
const PARTS = ['service', 'features/auth-access', 'features/auth-built-in'];

/** Of the service's own scripts: `npm run asvs` is these two. */
async function scripts() {
  const load = (name: string): Promise<unknown> =>
    import(
      pathToFileURL(join(TEMPLATES, 'features/auth-built-in/scripts/asvs', `${name}.ts`)).href
    );
  const { readClaims } = (await load('tests')) as { readClaims: (root: string) => unknown };
  const { securityPage } = (await load('page')) as { securityPage: (claims: unknown) => string };
  return { readClaims, securityPage };
}

it('the page on security says what the tests in the templates say: otherwise, npm run test:update', async () => {
  const service = mkdtempSync(join(tmpdir(), 'templates-'));
  try {
    for (const part of PARTS) {
      for (const folder of ['src', 'test'].filter((name) =>
        existsSync(join(TEMPLATES, part, name)),
      )) {
        cpSync(join(TEMPLATES, part, folder), join(service, folder), {
          recursive: true,
          force: true,
        });
      }
    }
    const { readClaims, securityPage } = await scripts();
    const page = securityPage(readClaims(service));
    if (process.env['GOLDEN'] === 'update') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  } finally {
    rmSync(service, { recursive: true });
  }
});
