import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { nextCommands } from '../../../src/commands/create/report.ts';
import { printSteps } from '../../../src/steps/report.ts';
import type { PlannedFile } from '../../../src/plan/planned-file.ts';
import { prerequisitesSql } from '../../../src/plan/prerequisites.ts';
import { ignoredFolder, startRepository } from '../../../src/steps/git.ts';
import { install, installCommand } from '../../../src/steps/install.ts';
import { adaptToPackageManager } from '../../../src/plan/package-manager.ts';
import { packageManagerVersion } from '../../../src/steps/package-manager.ts';

import {
  projectEnv,
  runTool,
  scriptCommand,
  type StepResult,
  tail,
} from '../../../src/steps/run.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { recordedTerminal } from '../../support/terminal.ts';

/** An environment in which git knows nobody, or somebody, whatever this machine is set up for. */
function gitEnv(identity: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  const nobody = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    HOME: '/nonexistent',
  };
  return {
    PATH,
    ...nobody,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'user.useConfigOnly',
    GIT_CONFIG_VALUE_0: 'true',
    ...identity,
  };
}

const somebody = gitEnv({
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
});

describe('startRepository', () => {
  it('commits everything that is not ignored', async () => {
    const folder = temporaryFolder({
      '.gitignore': 'node_modules\n',
      'a.ts': '',
      'node_modules/x': '',
    });
    const result = await startRepository(recordedTerminal({ env: somebody }), folder);
    expect(result).toMatchObject({ step: 'git', status: 'done' });
    const { stdout } = await execa('git', ['ls-tree', '-r', '--name-only', 'HEAD'], {
      cwd: folder,
    });
    expect(stdout.split('\n')).toEqual(['.gitignore', 'a.ts']);
    expect((await execa('git', ['branch', '--show-current'], { cwd: folder })).stdout).toBe('main');
  });

  it('starts one without a commit where git does not know who commits', async () => {
    const folder = temporaryFolder({ 'a.ts': '' });
    const result = await startRepository(recordedTerminal({ env: gitEnv() }), folder);
    expect(result).toMatchObject({
      status: 'skipped',
      command: expect.stringContaining('git commit'),
      advice: [expect.stringContaining('git config --global user.name')],
    });
    expect(existsSync(join(folder, '.git'))).toBe(true);
  });

  it('starts none within another repository, nor in one', async () => {
    const folder = temporaryFolder({ 'service/a.ts': '' });
    const terminal = recordedTerminal({ env: somebody });
    await startRepository(terminal, folder);
    expect((await startRepository(terminal, folder)).detail).toContain('already');
    const inner = await startRepository(terminal, join(folder, 'service'));
    expect(inner).toMatchObject({ status: 'skipped' });
    expect(existsSync(join(folder, 'service', '.git'))).toBe(false);
  });

  it('starts one within another that ignores the folder', async () => {
    const folder = temporaryFolder({ '.gitignore': '/service/\n', 'service/a.ts': '' });
    const terminal = recordedTerminal({ env: somebody });
    await startRepository(terminal, folder);
    const inner = await startRepository(terminal, join(folder, 'service'));
    expect(inner).toMatchObject({ status: 'done' });
  });

  it('says without one that a repository around ignores the folder, where its tools find nothing', async () => {
    const folder = temporaryFolder({
      '.gitignore': '/service/\n',
      'service/a.ts': '',
      'b/a.ts': '',
    });
    const terminal = recordedTerminal({ env: somebody });
    expect(await ignoredFolder(terminal, join(folder, 'service'))).toEqual([]);
    await startRepository(terminal, folder);
    expect(await ignoredFolder(terminal, join(folder, 'b'))).toEqual([]);
    const [inner] = await ignoredFolder(terminal, join(folder, 'service'));
    expect(inner).toMatchObject({ status: 'skipped', command: 'git init' });
    expect(inner?.detail).toContain('ignores it');
    await startRepository(terminal, join(folder, 'service'));
    expect(await ignoredFolder(terminal, join(folder, 'service'))).toEqual([]);
  });

  it('is no failure on a machine without git', async () => {
    const terminal = recordedTerminal({ env: { PATH: '/nonexistent' } });
    const result = await startRepository(terminal, temporaryFolder({ 'a.ts': '' }));
    expect(result).toMatchObject({ status: 'skipped', detail: expect.stringContaining('no git') });
  });
});

describe('install', () => {
  const packageJson = (dependencies: object) =>
    JSON.stringify({ name: 'x', version: '1.0.0', dependencies });

  it('installs and leaves a lockfile, also where NODE_ENV is production and CI is set', async () => {
    const folder = temporaryFolder({
      'package.json': JSON.stringify({ name: 'x', devDependencies: { dep: 'file:./dep' } }),
      'dep/package.json': JSON.stringify({ name: 'dep', version: '1.0.0' }),
    });
    const terminal = recordedTerminal({ env: { ...process.env, NODE_ENV: 'production', CI: '1' } });
    expect(await install(terminal, folder, 'npm', '')).toMatchObject({ status: 'done' });
    expect(existsSync(join(folder, 'node_modules/dep/package.json'))).toBe(true);
    expect(existsSync(join(folder, 'package-lock.json'))).toBe(true);
    expect(terminal.text()).toMatch(/✓ Installing with npm \d+\.\d s/);
  });

  it('says what to run when it fails, with the end of the output, and removes nothing', async () => {
    const folder = temporaryFolder({ 'package.json': packageJson({ dep: 'file:./missing.tgz' }) });
    const result = await install(recordedTerminal(), folder, 'npm', '');
    expect(result).toMatchObject({ status: 'failed', command: 'npm install' });
    expect(result.output).toContain('missing.tgz');
    expect(existsSync(join(folder, 'package.json'))).toBe(true);
  });

  it('says so when the package manager is not there', async () => {
    const terminal = recordedTerminal({ env: { PATH: '/nonexistent' } });
    const result = await install(terminal, temporaryFolder({ 'package.json': '{}' }), 'bun', '');
    expect(result).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('not installed'),
    });
  });

  it('is not begun with yarn on a Node that is too old, since yarn can bring no other', async () => {
    await expect(
      packageManagerVersion(recordedTerminal(), 'yarn', { needed: true, node: '20.19.0' }),
    ).rejects.toMatchObject({
      code: 'NODE_TOO_OLD',
      hint: expect.stringContaining('--no-install'),
    });
  });

  it('lets each package manager write its lockfile in CI', () => {
    expect(installCommand('pnpm', '10.0.0')).toContain('--no-frozen-lockfile');
    expect(installCommand('yarn', '4.9.0')).toContain('--no-immutable');
    expect(installCommand('yarn', '1.22.22')).not.toContain('--no-immutable');
  });
});

describe('runTool', () => {
  it('throws once the signal is aborted, after the program has ended', async () => {
    const controller = new AbortController();
    const folder = temporaryFolder();
    const terminal = recordedTerminal({ signal: controller.signal });
    const script =
      "process.on('SIGTERM', () => { fs.writeFileSync('ended', ''); process.exit(); }); fs.writeFileSync('began', ''); setTimeout(() => {}, 20000)";
    const running = runTool(terminal, folder, [process.execPath, '-e', script]);
    while (!existsSync(join(folder, 'began'))) await new Promise((r) => setTimeout(r, 10));
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readFileSync(join(folder, 'ended'), 'utf8')).toBe('');
  });
});

it('passes on no environment of another package, but the registry', () => {
  const env = {
    npm_package_name: 'x',
    npm_lifecycle_event: 'npx',
    INIT_CWD: '/',
    NODE_ENV: 'production',
    npm_config_global: 'true',
    npm_config_registry: 'http://localhost',
    PATH: '/bin',
  };
  expect(projectEnv(env)).toEqual({ npm_config_registry: 'http://localhost', PATH: '/bin' });
});

it('calls scripts as each package manager wants it', () => {
  expect(scriptCommand('npm', 'db:generate', ['--name', 'x'])).toEqual([
    'npm',
    'run',
    'db:generate',
    '--',
    '--name',
    'x',
  ]);
  expect(scriptCommand('pnpm', 'db:generate', ['--name', 'x'])).toEqual([
    'pnpm',
    'run',
    'db:generate',
    '--name',
    'x',
  ]);
  expect(scriptCommand('npm', 'dev')).toEqual(['npm', 'run', 'dev']);
});

it('keeps the end of an output that says something', () => {
  expect(tail('a\n\nb\nb\n \nc\n', 2)).toBe('b\nc');
});

it('writes prerequisites as statements that drizzle runs one by one', () => {
  expect(prerequisitesSql(['CREATE EXTENSION citext', 'CREATE ROLE app; '])).toMatch(
    /^-- .*\nCREATE EXTENSION citext;\n--> statement-breakpoint\nCREATE ROLE app;\n$/,
  );
});

describe('adaptToPackageManager', () => {
  const content = JSON.stringify({
    name: 'x',
    allowScripts: { esbuild: true, '@a/b': true, bad: false },
  });
  const files: PlannedFile[] = [{ path: 'package.json', content, owner: 'managed' }];
  const adapted = (pm: 'npm' | 'pnpm' | 'yarn' | 'bun') =>
    Object.fromEntries(
      adaptToPackageManager(files, pm).files.map((file) => [file.path, file.content.toString()]),
    );

  it('changes nothing for npm', () => {
    expect(adaptToPackageManager(files, 'npm')).toEqual({ files, notices: [] });
  });

  it("approves install scripts in pnpm's own file, in both of its forms", () => {
    expect(adapted('pnpm')['package.json']).toBe(content);
    expect(adapted('pnpm')['pnpm-workspace.yaml']).toContain(
      "allowBuilds:\n  'esbuild': true\n  '@a/b': true\n  'bad': false\n",
    );
    expect(adapted('pnpm')['pnpm-workspace.yaml']).toContain(
      "onlyBuiltDependencies:\n  - 'esbuild'\n  - '@a/b'\n",
    );
  });

  it('approves them for yarn, which also gets a real node_modules', () => {
    expect(JSON.parse(adapted('yarn')['package.json'] ?? '')).toMatchObject({
      dependenciesMeta: { esbuild: { built: true }, '@a/b': { built: true } },
    });
    expect(adapted('yarn')['.yarnrc.yml']).toContain('nodeLinker: node-modules');
  });

  it('makes a project of its own for the newer yarn, whatever lies above it', () => {
    const planned = (version: string) =>
      adaptToPackageManager(files, 'yarn', version).files.filter(
        ({ path }) => path === 'yarn.lock',
      );
    expect(planned('4.9.0')).toEqual([{ path: 'yarn.lock', content: '', owner: 'yours' }]);
    expect(planned('1.22.22')).toEqual([]);
    expect(planned('')).toEqual([]);
  });

  it('leaves the runtime out for yarn, which can not build it, and says so', () => {
    const text = JSON.stringify({ devDependencies: { node: '24.0.0', tsx: '4.0.0' } });
    const plan: PlannedFile[] = [{ path: 'package.json', content: text, owner: 'managed' }];
    const {
      files: [file],
      notices,
    } = adaptToPackageManager(plan, 'yarn');
    expect(JSON.parse(String(file?.content))).toMatchObject({ devDependencies: { tsx: '4.0.0' } });
    expect(String(file?.content)).not.toContain('24.0.0');
    expect(notices).toHaveLength(1);
    expect(adaptToPackageManager(plan, 'pnpm').files[0]).toBe(plan[0]);
  });

  it('approves them for bun', () => {
    expect(JSON.parse(adapted('bun')['package.json'] ?? '')).toMatchObject({
      trustedDependencies: ['esbuild', '@a/b'],
    });
  });
});

describe('printSteps', () => {
  const failed = {
    step: 'install',
    status: 'failed',
    detail: 'No.',
    command: 'npm install',
  } as const;
  const printed = (step: StepResult) => {
    const terminal = recordedTerminal();
    printSteps(terminal, [step]);
    return terminal.text();
  };

  it('never says of a command that has just failed to run it again, without more', () => {
    expect(printed({ ...failed, advice: ['Make room.'] })).toBe(
      '✗ No.\n  Make room.\n  After that, in the service: npm install\n',
    );
    expect(printed({ ...failed, output: 'why' })).toContain(
      'The lines above say why. When that is',
    );
    expect(printed({ ...failed, status: 'skipped' })).toContain('  In the service: npm install');
  });
});

describe('nextCommands', () => {
  const done = (step: 'install' | 'migrate') => ({ step, status: 'done' as const, detail: '' });

  it('names three that can be typed as they are, whatever was done', () => {
    expect(
      nextCommands('/w/my shop', '/w', { pm: 'npm' }, [done('install'), done('migrate')]),
    ).toEqual(["cd 'my shop'", 'npm run dev', 'npm run test']);
    expect(nextCommands('/w/s', '/w', { pm: 'pnpm' }, [])).toEqual([
      'cd s && pnpm install',
      'pnpm run db:generate --name init',
      'pnpm run dev',
    ]);
    expect(nextCommands('/w', '/w', { pm: 'yarn' }, [done('install')])).toEqual([
      'yarn run db:generate --name init',
      'yarn run dev',
      'yarn run test',
    ]);
  });

  it('goes on from where the migration was left', () => {
    const command = 'npm run db:migrate';
    const skipped = { step: 'migrate', status: 'skipped', detail: '', command } as const;
    expect(nextCommands('/w/s', '/w', { pm: 'npm' }, [done('install'), skipped])).toEqual([
      'cd s',
      'npm run db:migrate',
      'npm run dev',
    ]);
  });

  it('leaves out what takes a decision first', () => {
    const skipped = {
      step: 'migrate',
      status: 'skipped',
      detail: '',
      advice: ['Choose.'],
    } as const;
    const next = nextCommands('/w/s', '/w', { pm: 'npm' }, [done('install'), skipped]);
    expect(next).toEqual(['cd s', 'npm run dev', 'npm run test']);
  });
});
