import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { cachedFolder } from '../support/cache.ts';
import { type Child, ChildError, startChild, stopChild } from '../support/children.ts';
import { run } from '../support/outside.ts';
import { freePort } from '../support/running-service.ts';

/** Its dependency asks for a tag of node-fetch that not every registry passes on. */
const VERDACCIO = { version: '6.10.4', overrides: { 'node-fetch': '2.7.0' } };
const READY_TIMEOUT = 120_000;

export interface Registry {
  url: string;
  /** Ends it; what was published is gone with its folder. */
  stop: () => Promise<void>;
}

/**
 * Starts a registry of our own on the loopback. It holds what is published to it. Whoever asks for anything else, but for nothing
 * of the kit's name, is sent to the registry that npm is set up for: to pass on the descriptions of hundreds of packages took this
 * one minutes, and npm has them in its cache by their own address.
 * @param folder where it keeps everything, to be removed afterwards
 * @throws {ChildError} when it does not answer in time
 */
export async function startRegistry(folder: string): Promise<Registry> {
  const home = await fetchVerdaccio();
  const { stdout: elsewhere } = await run(['npm', 'config', 'get', 'registry'], { cwd: folder });
  const config = join(folder, 'config.yaml');
  writeFileSync(config, configText(folder));
  const listen = `127.0.0.1:${await freePort()}`;
  const node = join(packageRoot(), 'node_modules', 'node', 'bin', 'node');
  const script = join(home, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
  const command = [node, script, '--config', config, '--listen', listen] as const;
  const child = startChild([...command], { cwd: folder, env: process.env });
  const inner = `http://${listen}/`;
  try {
    await answering(child, inner);
  } catch (error) {
    await stopChild(child);
    throw error;
  }
  const front = await startFront(inner, elsewhere.trim());
  return {
    url: front.url,
    stop: async () => {
      front.close();
      await stopChild(child);
    },
  };
}

/** Passes on what is the registry's own, and sends everybody else away. */
async function startFront(inner: string, elsewhere: string) {
  const server = createServer((request, response) => {
    const { url = '/', method, headers } = request;
    if (!isOwn(url)) {
      response.writeHead(307, { location: new URL(`.${url}`, elsewhere).href }).end();
      return;
    }
    const passed = httpRequest(new URL(url, inner), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.once('error', () => response.destroy());
    request.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

/** Of the kit's name, be it under a scope or not, or about the registry itself. */
function isOwn(url: string): boolean {
  const path = decodeURIComponent(url).slice(1);
  const { name } = kitPackage();
  return path === name || path.startsWith(`${name}/`) || /^(?:-|@acme)\//.test(path);
}

/** Anybody may publish the kit, under its own name and under a scope, and nothing is looked up anywhere else. */
function configText(folder: string): string {
  const config = {
    storage: join(folder, 'storage'),
    packages: { '**': { access: '$all', publish: '$all' } },
    web: { enable: false },
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  };
  // JSON is YAML, too.
  return JSON.stringify(config, null, 2);
}

/** Installs verdaccio once, into a folder that git ignores: only this test needs it. */
function fetchVerdaccio(): Promise<string> {
  return cachedFolder(`verdaccio-${VERDACCIO.version}`, async (folder) => {
    const dependencies = { verdaccio: VERDACCIO.version };
    const json = { private: true, dependencies, overrides: VERDACCIO.overrides };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(json));
    const install = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'] as const;
    const { exitCode, stderr } = await run([...install], { cwd: folder });
    if (exitCode !== 0) throw new Error(`verdaccio could not be installed:\n${stderr}`);
  });
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
