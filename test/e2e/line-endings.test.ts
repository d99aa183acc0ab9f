import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filesOf } from '../support/folder.ts';
import { lendModules } from '../support/modules.ts';
import { outsideEnv, run, runKit } from '../support/outside.ts';

let parent: string;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'kit-lines-'));
  chmodSync(parent, 0o755);
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

it('runs on files that a checkout gave carriage returns', async () => {
  const created = await runKit(['blog', '--example', 'blog', '--no-install', '--no-git', '--yes'], {
    cwd: parent,
  });
  expect(created.exitCode, created.stderr).toBe(0);
  const folder = join(parent, 'blog');
  const env = outsideEnv();
  for (const [path, content] of Object.entries(filesOf(folder))) {
    if (!path.startsWith('.backend-kit/'))
      writeFileSync(join(folder, path), content.replaceAll('\n', '\r\n'));
  }
  await lendModules(folder);
  const migration = ['npm', 'run', 'db:generate', '--', '--name', 'init'] as const;
  expect(await run([...migration], { cwd: folder, env })).toMatchObject({ exitCode: 0 });
  const tests = await run(['npm', 'test', '--', 'src/modules/posts'], { cwd: folder, env });
  expect(tests.exitCode, tests.stdout).toBe(0);
  expect(tests.stdout).toMatch(/^ *Tests +\d+ passed \(\d+\)$/m);
});
