import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { filesOf, temporaryFolder } from '../support/folder.ts';
import { installedKit } from '../support/installed-kit.ts';

const cli = join(packageRoot(), kitPackage().entry);
const example = ['service', '--example', 'blog', '--no-install', '--no-git', '--yes'];

/** Runs the built kit, as from a registry; how it ends is for the test to judge. */
function kit(
  cwd: string,
  args: string[],
  { env = {}, entry = installedKit() }: { env?: NodeJS.ProcessEnv; entry?: string } = {},
) {
  return execa(process.execPath, [entry, ...args], { cwd, env, reject: false, stdin: 'ignore' });
}

describe('the Node of the machine', () => {
  it.each([
    { version: '20.20.2', carries: true },
    { version: '24.0.0', carries: false },
  ])('decides, not the one that runs the kit: $version', async ({ version, carries }) => {
    const cwd = temporaryFolder({ 'bin/node': `#!/bin/sh\necho v${version}\n` });
    chmodSync(join(cwd, 'bin/node'), 0o755);
    // As in the kit's own npm scripts: its package `node` is found before the machine's.
    const lent = join(packageRoot(), 'node_modules', '.bin');
    const PATH = [lent, join(cwd, 'bin'), process.env['PATH']].join(delimiter);
    const { exitCode, stderr } = await kit(cwd, example, { env: { PATH } });
    expect(exitCode, stderr).toBe(0);
    const { devDependencies } = JSON.parse(readFileSync(join(cwd, 'service/package.json'), 'utf8'));
    expect('node' in devDependencies).toBe(carries);
  });
});

describe('line endings', () => {
  const shop = [
    'service',
    '--example',
    'shop',
    '--skip-tables',
    'reviews',
    '--no-install',
    '--yes',
  ];
  const somebody = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];

  it('are the same in a clone that git for Windows makes', async () => {
    const cwd = temporaryFolder();
    const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
    const git = (...args: string[]) => execa('git', args, { cwd, env });
    await kit(cwd, [...shop, '--no-git']);
    await git('init', '--quiet', 'service');
    await git('-C', 'service', 'add', '-A');
    await git('-C', 'service', ...somebody, 'commit', '--quiet', '-m', 'Create the service');
    await git('clone', '--quiet', '-c', 'core.autocrlf=true', 'service', 'clone');
    const files = Object.entries(filesOf(join(cwd, 'clone')));
    const own = files.filter(([path]) => !/^(?:\.git|\.backend-kit)\//.test(path));
    expect(own.map(([path]) => path)).toContain('scripts/postgres/guard.sh');
    expect(own.filter(([, content]) => content.includes('\r'))).toEqual([]);
  });

  it('of another kind are no edit: add writes all that it would', async () => {
    const cwd = temporaryFolder();
    await kit(cwd, [...shop, '--no-git']);
    const service = join(cwd, 'service');
    for (const [path, content] of Object.entries(filesOf(service))) {
      if (!path.startsWith('.backend-kit/'))
        writeFileSync(join(service, path), content.replaceAll('\n', '\r\n'));
    }
    const again = await kit(cwd, [...shop, '--no-git', '--force']);
    expect(again.stdout).toContain('nothing to change');

    const reviews = await kit(service, ['add', 'reviews', '--no-migrate']);
    expect(reviews.exitCode, reviews.stdout).toBe(0);
    const described = [
      'add',
      '--new',
      'notes',
      '--column',
      'text:text',
      '--ref',
      'product:products',
    ];
    const notes = await kit(service, [...described, '--no-migrate', '--yes']);
    expect(notes.exitCode, `${notes.stdout}${notes.stderr}`).toBe(0);
    const files = filesOf(service);
    expect(files['src/modules/index.ts']).toMatch(
      /reviews\.routes.*notes\.routes|notes\.routes.*reviews\.routes/s,
    );
    expect(files['src/db/schema/index.ts']).toContain("export * from './notes';\r\n");
  });
});

it('remembers a command that can work where no registry has the kit', async () => {
  const cwd = temporaryFolder();
  await kit(cwd, example, { entry: cli });
  const { reproduce } = JSON.parse(readFileSync(join(cwd, 'service/backend-kit.json'), 'utf8'));
  const [, packed = ''] =
    /^npx --yes --package (\S+) backend-kit service --example blog /.exec(reproduce) ?? [];
  expect(existsSync(join(cwd, packed)), reproduce).toBe(true);
});

it('says up front where a service could not run, and what a workspace around it changes', async () => {
  const cwd = temporaryFolder({ 'package.json': '{"workspaces":["service"]}', 'c#/file': '' });
  const sharp = await kit(join(cwd, 'c#'), [...example, '--json']);
  expect(JSON.parse(sharp.stdout)).toMatchObject({ error: { code: 'TARGET_PATH_UNUSABLE' } });
  const { stdout } = await kit(cwd, [...example, '--dry-run']);
  expect(stdout).toContain('package-lock.json:');
});
