import { isBuiltin } from 'node:module';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseManifest, tableParts } from '../../src/service/manifest.ts';
import { outsideEnv, run, runKit } from '../support/outside.ts';
import { processesWith } from '../support/processes.ts';
import { type RunningService, startBuilt } from '../support/running-service.ts';
import { client, endWell, type Journey, liveRow, lookAround, refuse, walkList } from './journey.ts';

/** A folder's name and what is done with one of its resources. */
const examples: [example: string, folder: string, journey: Journey][] = [
  [
    'shop',
    // Paths with a space and beyond ASCII break what is put together carelessly.
    'my shöp',
    {
      resource: 'customers',
      body: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
      unique: 'email',
      change: { firstName: 'Augusta' },
      other: { email: 'grace@example.com', firstName: 'Grace', lastName: 'Hopper' },
      invalid: { email: 5, firstName: 'x'.repeat(1000) },
    },
  ],
  [
    'blog',
    'blog',
    {
      resource: 'tags',
      body: { name: 'News of the day', slug: 'news-of-the-day' },
      unique: 'name',
      change: { name: 'Old news' },
      other: { name: 'Weather', slug: 'weather' },
      invalid: { name: null, slug: ['x'] },
    },
  ],
  [
    'saas',
    'saas',
    {
      resource: 'organizations',
      body: { name: 'Analytical Engines', slug: 'analytical-engines' },
      unique: 'slug',
      change: { name: 'Difference Engines' },
      other: { name: 'Compilers', slug: 'compilers' },
      invalid: { name: 7, plan: 'golden' },
    },
  ],
];

describe.each(examples)('the example %s', (example, name, journey) => {
  let parent: string;
  let folder: string;
  let service: RunningService | undefined;

  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), `kit-e2e-${example}-`));
    chmodSync(parent, 0o755);
    folder = join(parent, name);
  });

  afterAll(async () => {
    await service?.stop();
    rmSync(parent, { recursive: true, force: true });
  });

  it('is created: installed, with its first migration, applied and committed', async () => {
    const args = [name, '--example', example, '--yes', '--json'];
    const { exitCode, stdout, stderr } = await runKit(args, { cwd: parent });
    expect(exitCode, stderr).toBe(0);
    const { steps } = JSON.parse(stdout) as { steps: { step: string; status: string }[] };
    expect(steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'install done',
      'migrate done',
      'git done',
    ]);
  });

  it('passes its own check without a warning', async () => {
    const { exitCode, stdout, stderr } = await script(folder, 'check');
    expect(exitCode, `${stdout}${stderr}`).toBe(0);
    expect(stdout).toContain('Found 0 warnings and 0 errors.');
  });

  // All of them once; of the other services those that depend on the tables.
  it('passes its own tests, each of which runs', async () => {
    const some = example === 'shop' ? [] : ['--', 'src/modules', 'test/openapi'];
    const { exitCode, stdout } = await script(folder, 'test', ...some);
    expect(exitCode, stdout.slice(-5000)).toBe(0);
    expect(stdout).toMatch(/^ *Tests +\d+ passed \(\d+\)$/m);
  });

  it('seeds its database and builds', async () => {
    for (const step of ['db:seed', 'build']) {
      const { exitCode, stdout, stderr } = await script(folder, step);
      expect(exitCode, `${step}: ${stdout}${stderr}`).toBe(0);
    }
    expect(dependenciesOf(folder)).toEqual(expect.arrayContaining(importedOnceBuilt(folder)));
  });

  it('has nothing to commit after all that', async () => {
    const { stdout } = await run(['git', 'status', '--porcelain'], { cwd: folder });
    expect(stdout).toBe('');
    const { stdout: log } = await run(['git', 'log', '--format=%s'], { cwd: folder });
    expect(log).toBe('Create the service');
  });

  it('serves what it promises', async () => {
    service = await startBuilt(folder);
    const send = client(service.origin);
    await walkList(send, journey);
    await liveRow(send, journey);
    await refuse(send, journey);
    await lookAround(send, pathsOf(folder));
    expect(service.output()).not.toMatch(/ERROR|FATAL/);
  });

  it('answers the request under way when it is ended, and leaves nothing running', async () => {
    if (!service) throw new Error('it did not start');
    const { databaseUrl, stop } = service;
    await endWell(service, journey);
    await stop();
    // Its database ends a moment after the last one who asked for it.
    await expect.poll(() => refusal(databaseUrl), { timeout: 10_000 }).toBe('ECONNREFUSED');
    await expect.poll(() => processesWith(folder), { timeout: 10_000 }).toEqual([]);
  });
});

/** Why a database takes no connection; undefined when it does. */
async function refusal(url: string): Promise<string | undefined> {
  const database = new Client({ connectionString: url });
  try {
    await database.connect();
    await database.end();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

/** pnpm hides from a service what is not among these. */
function dependenciesOf(folder: string): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.keys(dependencies);
}

function importedOnceBuilt(folder: string): string[] {
  const built = readFileSync(join(folder, 'dist/main.js'), 'utf8');
  const imports = built.matchAll(
    /^(?:import|export)\b.*? from ["']((?:@[^/"']+\/)?[^/."'][^/"']*)/gm,
  );
  return [...imports].map(([, name = '']) => name).filter((name) => !isBuiltin(name));
}

function script(folder: string, ...args: string[]) {
  return run(['npm', 'run', ...args], { cwd: folder, env: outsideEnv() });
}

function pathsOf(folder: string): string[] {
  const manifest = parseManifest(readFileSync(join(folder, 'backend-kit.json'), 'utf8'));
  return tableParts(manifest)
    .map(({ path }) => path)
    .filter((path) => path !== '');
}
