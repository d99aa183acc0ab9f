import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cache.ts';
import { run } from './outside.ts';

type Dependencies = Record<string, string>;

/**
 * Gives a service the packages that its `package.json` asks for without installing them once more: services with the same
 * dependencies share one folder, made by npm on first use. That an installation works is proved where
 * `test/e2e/examples.test.ts` creates services; this is for tests that are about something else.
 */
export async function lendModules(service: string): Promise<void> {
  const json = JSON.parse(readFileSync(join(service, 'package.json'), 'utf8'));
  // The kit itself is left out: it is packed anew for every service, and nothing of a service runs on it.
  const isOwn = ([, version]: [string, string]) => !version.startsWith('file:');
  const own = (all: Dependencies) => Object.fromEntries(Object.entries(all).filter(isOwn));
  const wanted = {
    private: true,
    dependencies: own(json.dependencies),
    devDependencies: own(json.devDependencies),
    allowScripts: json.allowScripts,
  };
  const text = JSON.stringify(wanted, null, 2);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const folder = await cachedFolder(`modules-${hash}`, (made) => install(text, made));
  symlinkSync(join(folder, 'node_modules'), join(service, 'node_modules'));
}

async function install(packageJson: string, folder: string): Promise<void> {
  writeFileSync(join(folder, 'package.json'), packageJson);
  const command = ['npm', 'install', '--no-audit', '--no-fund'] as const;
  const { exitCode, stderr } = await run([...command], { cwd: folder });
  if (exitCode === 0) return;
  throw new Error(`The packages of a service could not be installed:\n${stderr}`);
}
