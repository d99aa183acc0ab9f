import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/folder.ts';
import { missingPeers, wantedVersion } from '../../try-schema/versions.ts';

const asks = (dependencies: Record<string, string>) => JSON.stringify({ dependencies });

describe('the version of a package that a checkout uses', () => {
  it.each<[string, Record<string, string>]>([
    [
      'package-lock.json',
      { 'package-lock.json': '{ "packages": { "node_modules/zod": { "version": "4.1.0" } } }' },
    ],
    [
      'pnpm-lock.yaml, where another package of the workspace has another one',
      {
        'pnpm-lock.yaml': [
          'importers:',
          '',
          '  apps/web:',
          '    dependencies:',
          '      zod:',
          '        specifier: ^3.0.0',
          '        version: 3.25.0',
          '',
          '  packages/db:',
          '    dependencies:',
          "      'zod':",
          "        specifier: 'catalog:'",
          '        version: 4.1.0(peer@1.0.0)',
        ].join('\n'),
      },
    ],
    ['bun.lock', { 'bun.lock': '{ "packages": {\n    "zod": ["zod@4.1.0", "", {}],\n} }' }],
    [
      'yarn.lock',
      { 'yarn.lock': 'other@^1:\n  version "1.0.0"\n\nzod@^4.0.0:\n  version "4.1.0"\n' },
    ],
  ])('is the one in %s', (_, lock) => {
    const root = temporaryFolder({ 'packages/db/package.json': asks({ zod: '^4.0.0' }), ...lock });
    const from = join(root, 'packages/db/src');
    expect(wantedVersion({ name: 'zod', from }, root)).toBe('4.1.0');
  });

  it('is the range without a lockfile, and nothing for a package of the workspace', () => {
    const versions = { zod: '^4.0.0', '@acme/types': 'workspace:*', odd: 'github:some/odd' };
    const root = temporaryFolder({ 'package.json': asks(versions) });
    const wanted = (name: string) => wantedVersion({ name, from: root }, root);
    expect(wanted('zod')).toBe('^4.0.0');
    expect(wanted('@acme/types')).toBeUndefined();
    expect(wanted('odd')).toBeUndefined();
    expect(wanted('never-heard-of')).toBeUndefined();
  });

  it('is found for peers that nobody asked for, but not for optional ones', () => {
    const root = temporaryFolder({
      'package-lock.json': '{ "packages": { "node_modules/zod": { "version": "4.1.0" } } }',
      'node_modules/drizzle-zod/package.json': JSON.stringify({
        peerDependencies: { zod: '>=3', 'drizzle-orm': '>=0.36', pg: '*' },
        peerDependenciesMeta: { pg: { optional: true } },
      }),
    });
    const installed = { 'drizzle-zod': '0.8.3', 'drizzle-orm': '0.44.7' };
    expect(missingPeers(installed, root, root)).toEqual({ zod: '4.1.0' });
  });
});
