import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { kitPackage, packageRoot } from '../../src/kit-package.ts';
import { temporaryFolder } from '../support/folder.ts';

const cli = join(packageRoot(), kitPackage().entry);
const example = ['service', '--example', 'blog', '--no-install', '--no-git', '--yes'];

/** Runs the built kit; how it ends is for the test to judge. */
function kit(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  return execa(process.execPath, [cli, ...args], { cwd, env, reject: false, stdin: 'ignore' });
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
    const { exitCode, stderr } = await kit(cwd, example, { PATH });
    expect(exitCode, stderr).toBe(0);
    const { devDependencies } = JSON.parse(readFileSync(join(cwd, 'service/package.json'), 'utf8'));
    expect('node' in devDependencies).toBe(carries);
  });
});
