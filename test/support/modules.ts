import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/kit-package.ts';
import { run } from './outside.ts';

type Dependencies = Record<string, string>;

/**
 * Gives a service the packages that its `package.json` asks for without installing them once more: services with the same
 * dependencies share one folder, made by the package manager on first use. That an installation works is proved where
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
  const modules = await installed(JSON.stringify(wanted, null, 2));
  symlinkSync(modules, join(service, 'node_modules'));
}

async function installed(packageJson: string): Promise<string> {
  const hash = createHash('sha256').update(packageJson).digest('hex').slice(0, 16);
  const folder = join(packageRoot(), '.cache', `modules-${hash}`);
  if (!existsSync(folder)) {
    const partial = `${folder}-${process.pid}`;
    mkdirSync(partial, { recursive: true });
    writeFileSync(join(partial, 'package.json'), packageJson);
    const { exitCode, stderr } = await run(['npm', 'install', '--no-audit', '--no-fund'], {
      cwd: partial,
    });
    if (exitCode !== 0) {
      rmSync(partial, { recursive: true });
      throw new Error(`The packages of a service could not be installed:\n${stderr}`);
    }
    renameSync(partial, folder);
  }
  return join(folder, 'node_modules');
}
