import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { type Child, ChildError, startChild, stopChild } from '../support/children.ts';
import { run } from '../support/outside.ts';
import { freePort } from '../support/running-service.ts';

/** Its dependency asks for a tag of node-fetch that not every registry passes on. */
const VERDACCIO = { version: '6.10.4', overrides: { 'node-fetch': '2.7.0' } };
const READY_TIMEOUT = 30_000;

export interface Registry {
  url: string;
  /** Ends it; what was published is gone with its folder. */
  stop: () => Promise<void>;
}

/**
 * Starts a registry of our own on the loopback. It holds what is published to it; everything else, but nothing of the kit's
 * name, comes from the registry that npm is set up for.
 * @param folder where it keeps everything, to be removed afterwards
 * @throws {ChildError} when it does not answer in time
 */
export async function startRegistry(folder: string): Promise<Registry> {
  const home = await fetchVerdaccio();
  const { stdout: uplink } = await run(['npm', 'config', 'get', 'registry'], { cwd: folder });
  const config = join(folder, 'config.yaml');
  writeFileSync(config, configText(folder, uplink.trim()));
  const listen = `127.0.0.1:${await freePort()}`;
  const node = join(packageRoot(), 'node_modules', 'node', 'bin', 'node');
  const script = join(home, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
  const command = [node, script, '--config', config, '--listen', listen] as const;
  const child = startChild([...command], { cwd: folder, env: process.env });
  const url = `http://${listen}/`;
  try {
    await answering(child, url);
  } catch (error) {
    await stopChild(child);
    throw error;
  }
  return { url, stop: () => stopChild(child) };
}

/** Anybody may publish the kit, under its own name and under a scope, and neither name is looked up anywhere else. */
function configText(folder: string, uplink: string): string {
  const open = { access: '$all', publish: '$all' };
  const config = {
    storage: join(folder, 'storage'),
    uplinks: { npm: { url: uplink, timeout: '60s', maxage: '60m' } },
    packages: {
      [kitPackage().name]: open,
      '@acme/*': open,
      '**': { access: '$all', proxy: 'npm' },
    },
    web: { enable: false },
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  };
  // JSON is YAML, too.
  return JSON.stringify(config, null, 2);
}

/** Installs verdaccio once, into a folder that git ignores: only this test needs it. */
async function fetchVerdaccio(): Promise<string> {
  const home = join(packageRoot(), '.cache', `verdaccio-${VERDACCIO.version}`);
  if (existsSync(home)) return home;
  const partial = `${home}-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const dependencies = { verdaccio: VERDACCIO.version };
  const json = { private: true, dependencies, overrides: VERDACCIO.overrides };
  writeFileSync(join(partial, 'package.json'), JSON.stringify(json));
  const install = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'] as const;
  const { exitCode, stderr } = await run([...install], { cwd: partial });
  if (exitCode !== 0) {
    rmSync(partial, { recursive: true });
    throw new Error(`verdaccio could not be installed:\n${stderr}`);
  }
  renameSync(partial, home);
  return home;
}

async function answering(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT;
  const isUp = () =>
    fetch(new URL('-/ping', url)).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (Date.now() > deadline) throw new ChildError(['verdaccio'], 'not in time', child.output());
    await sleep(100);
  }
}
