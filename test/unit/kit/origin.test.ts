import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kitOrigin } from '../../../src/kit/origin.ts';
import { kitPackage, packageRoot, tarballPath } from '../../../src/kit/package.ts';
import { temporaryFolder } from '../../support/folder.ts';

const version = '2.0.0';

function origin(name: string, place: string, files: Record<string, unknown>): string {
  const folder = temporaryFolder(
    Object.fromEntries(Object.entries(files).map(([path, json]) => [path, JSON.stringify(json)])),
  );
  const root = join(folder, place);
  mkdirSync(root, { recursive: true });
  return kitOrigin(root, name, version);
}

/** What npm leaves after installing the kit as a project asks for it. */
function npm(name: string, entry: object, spec?: string): string {
  return origin(name, `node_modules/${name}`, {
    'node_modules/.package-lock.json': { packages: { [`node_modules/${name}`]: entry } },
    ...(spec === undefined ? {} : { 'package.json': { dependencies: { [name]: spec } } }),
  });
}

describe.each(['kit', '@acme/kit'])('%s', (name) => {
  it('is local in a checkout', () => {
    expect(origin(name, 'somewhere/kit', {})).toBe('local');
  });

  it.each([
    [
      'a registry',
      { version, resolved: 'https://registry.example/kit/-/kit-2.0.0.tgz' },
      '^2.0.0',
      'registry',
    ],
    [
      'npx, without a project that asks',
      { version, resolved: 'http://localhost:4873/kit/-/kit.tgz' },
      undefined,
      'registry',
    ],
    ['a registry whose address is left out of lockfiles', { version }, '^2.0.0', 'registry'],
    ['a tag', { version, resolved: 'https://registry.example/kit.tgz' }, 'latest', 'registry'],
    [
      'an alias',
      { version, resolved: 'https://registry.example/kit.tgz' },
      'npm:other@^2',
      'registry',
    ],
    [
      'a tarball on the disk',
      { version, resolved: 'file:../kit-2.0.0.tgz' },
      'file:../kit-2.0.0.tgz',
      'local',
    ],
    ['a link', { resolved: '../kit', link: true }, 'file:../kit', 'local'],
    [
      'git',
      { version, resolved: 'git+ssh://git@example.com/acme/kit.git#abc' },
      'github:acme/kit',
      'local',
    ],
    [
      'a tarball on the web',
      { version, resolved: 'https://example.com/kit.tgz' },
      'https://example.com/kit.tgz',
      'local',
    ],
  ])('knows an npm install from %s', (_, entry, spec, expected) => {
    expect(npm(name, entry, spec)).toBe(expected);
  });

  it.each([
    ['2.0.0', 'registry'],
    ['2.0.0_zod@4.0.0', 'registry'],
    ['2.0.0(zod@4.0.0)', 'registry'],
    ['file+..+kit-2.0.0.tgz', 'local'],
    ['https+++example.com+kit.tgz', 'local'],
  ])("knows pnpm's folder for %s", (suffix, expected) => {
    const folder = `${name.replace('/', '+')}@${suffix}`;
    expect(origin(name, `node_modules/.pnpm/${folder}/node_modules/${name}`, {})).toBe(expected);
  });

  it("knows yarn's archives", () => {
    const base = name.replace('/', '-');
    const zip = (kind: string) => `cache/${base}-${kind}-2.0.0-abc.zip/node_modules/${name}`;
    expect(origin(name, zip('npm'), {})).toBe('registry');
    expect(origin(name, zip('file'), {})).toBe('local');
  });

  it.each([
    ['^2.0.0', 'registry'],
    ['latest', 'registry'],
    ['file:./kit.tgz', 'local'],
    ['link:../kit', 'local'],
  ])('goes by what is asked for where there is no lockfile to read: %s', (spec, expected) => {
    const files = { 'package.json': { devDependencies: { [name]: spec } } };
    expect(origin(name, `node_modules/${name}`, files)).toBe(expected);
  });

  it('takes the kit along where nothing tells', () => {
    expect(origin(name, `lib/node_modules/${name}`, {})).toBe('local');
  });
});

it('finds its own package from the sources, and names nothing twice', () => {
  const { name, version: own, entry, program } = kitPackage();
  expect(program).not.toMatch(/^create-/);
  expect(packageRoot()).toBe(join(import.meta.dirname, '..', '..', '..'));
  expect(entry).toMatch(/^dist\/.*\.js$/);
  expect(tarballPath({ name, version: own })).toBe(`.backend-kit/${name}-${own}.tgz`);
  expect(tarballPath({ name: '@acme/kit', version: '1.0.0' })).toBe(
    '.backend-kit/acme-kit-1.0.0.tgz',
  );
});
