import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspaceNotices } from '../../../src/apply/workspace.ts';
import { temporaryFolder } from '../../support/folder.ts';

function notices(
  pm: 'npm' | 'pnpm' | 'yarn' | 'bun',
  files: Record<string, unknown>,
  version?: string,
): string[] {
  const texts = Object.entries(files).map(([path, json]) => [path, JSON.stringify(json)]);
  const root = temporaryFolder(Object.fromEntries(texts));
  return workspaceNotices(join(root, 'apps/api'), pm, version).map(({ message }) => message);
}

it.each([
  [['apps/*'], true],
  [['./apps/api/'], true],
  [['packages/*', '**'], true],
  [['**/api'], true],
  [['{apps,packages}/*'], true],
  [{ packages: ['a?ps/*'] }, true],
  [['apps'], false],
  [['packages/*', 'ap.s/*'], false],
  [['apps/*', '!apps/api'], false],
  [undefined, false],
])('knows whether a workspace takes a service in: %j', (workspaces, takesIn) => {
  for (const pm of ['npm', 'yarn', 'bun'] as const) {
    const [message] = notices(pm, { 'package.json': { workspaces } });
    expect(message !== undefined).toBe(takesIn);
  }
});

it('says what makes the lockfile that an image needs', () => {
  const files = { 'package.json': { workspaces: ['apps/*'] } };
  expect(notices('npm', files)[0]).toContain('--package-lock-only --no-workspaces');
  expect(notices('bun', files)[0]).toContain('leave the service out of "workspaces"');
});

it('knows that pnpm installs the service by itself', () => {
  expect(notices('pnpm', { 'package.json': { workspaces: ['apps/*'] } })).toEqual([]);
  expect(notices('pnpm', { 'pnpm-workspace.yaml': {} })[0]).toContain('of its own');
});

it('says what npm reads only at the root of a workspace', () => {
  const files = { 'package.json': { workspaces: ['apps/*'] } };
  expect(notices('npm', files)[1]).toContain('"allowScripts" only in');
  expect(notices('bun', files)).toHaveLength(1);
});

it('knows that the newer yarn installs the service by itself, and the older one does not', () => {
  const files = { 'package.json': { workspaces: ['apps/*'] } };
  expect(notices('yarn', files, '4.9.0')[0]).toContain('of its own');
  expect(notices('yarn', files, '1.22.22')[0]).toContain('leave the service out');
  expect(notices('yarn', { 'package.json': {} }, '4.9.0')).toEqual([]);
});
