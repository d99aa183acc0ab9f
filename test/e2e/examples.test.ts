import { isBuiltin } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseManifest, tableParts } from '../../src/service/manifest.ts';
import { formatFinding } from '../hostile/fuzz/findings.ts';
import { fuzz } from '../hostile/fuzz/run.ts';
import { run, runKit } from '../support/outside.ts';
import { processesWith } from '../support/processes.ts';
import { type RunningService, startBuilt } from '../support/running-service.ts';
import { client, endWell, type Journey, liveRow, lookAround, refuse, walkList } from './journey.ts';
import {
  allPassed,
  wholePassed,
  createService,
  firstMigration,
  noFindings,
  script,
  removeServices,
  servicesFolder,
} from './service.ts';

// Paths with a space and beyond ASCII break what is put together carelessly.
const shop = 'my shöp';

const journey: Journey = {
  resource: 'customers',
  body: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
  unique: 'email',
  change: { firstName: 'Augusta' },
  other: { email: 'grace@example.com', firstName: 'Grace', lastName: 'Hopper' },
  invalid: { email: 5, firstName: 'x'.repeat(1000) },
};

/** The whole way of one service, from its installation to its end. What the other examples add to it is their tables. */
describe('the example shop', () => {
  let parent: string;
  let folder: string;
  let service: RunningService | undefined;

  beforeAll(() => {
    parent = servicesFolder('example');
    folder = join(parent, shop);
  });

  afterAll(async () => {
    await service?.stop();
    await removeServices(parent);
  });

  it('is created: installed, with its first migration, applied and committed', async () => {
    const args = [shop, '--example', 'shop', '--auth', 'none', '--yes', '--json'];
    const { exitCode, stdout, stderr } = await runKit(args, { cwd: parent });
    expect(exitCode, stderr).toBe(0);
    const { steps } = JSON.parse(stdout) as { steps: { step: string; status: string }[] };
    expect(steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'install done',
      'migrate done',
      'contract done',
      'git done',
    ]);
  });

  it('passes its own check without a warning', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  it('passes its own tests, each of which runs', async () => {
    expect(await script(folder, 'test')).toMatch(wholePassed);
  });

  it('seeds its database and builds', async () => {
    await script(folder, 'db:seed');
    await script(folder, 'build');
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

  it('answers a sample of what `npm run test:hostile` sends as its own description says, and lives on', async () => {
    if (!service) throw new Error('it did not start');
    const seed = 1;
    const port = Number(new URL(service.origin).port);
    const { findings, readAgain } = await fuzz({ port, seed, requests: 1_000 });
    expect(findings.map((finding) => formatFinding(finding, seed))).toEqual([]);
    // Where nothing is written, the requests say nothing.
    expect(readAgain).toBeGreaterThan(0);
    expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
  });

  it('answers the request under way when it is ended, and leaves nothing running', async () => {
    if (!service) throw new Error('it did not start');
    const { databaseUrl, stop } = service;
    await endWell(service, journey);
    await stop();
    // Its database ends a moment after the last one who asked for it.
    await expect.poll(() => refusal(databaseUrl)).toBe('ECONNREFUSED');
    await expect.poll(() => processesWith(folder)).toEqual([]);
  });
});

describe('the example blog', () => {
  let parent: string;
  let folder: string;

  beforeAll(async () => {
    parent = servicesFolder('example');
    folder = await createService(parent, 'blog', ['--example', 'blog']);
  });

  afterAll(() => removeServices(parent));

  it('passes its own check without a warning', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  it('migrates, passes the tests of its tables and seeds on files that a checkout gave carriage returns', async () => {
    for (const path of trackedFiles(folder)) {
      const text = readFileSync(join(folder, path), 'utf8');
      writeFileSync(join(folder, path), text.replaceAll('\n', '\r\n'));
    }
    await firstMigration(folder);
    expect(await script(folder, 'test', '--', 'src/modules', 'test/openapi')).toMatch(allPassed);
    await script(folder, 'db:seed');
  });
});

/** The text files of a service that the kit wrote, but for what it keeps for itself. */
function trackedFiles(folder: string): string[] {
  const { files } = parseManifest(readFileSync(join(folder, 'backend-kit.json'), 'utf8'));
  return files.map(({ path }) => path).filter((path) => !path.startsWith('.backend-kit/'));
}

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
  const built = readFileSync(join(folder, 'dist/main.run.js'), 'utf8');
  const imports = built.matchAll(
    /^(?:import|export)\b.*? from ["']((?:@[^/"']+\/)?[^/."'][^/"']*)/gm,
  );
  return [...imports].map(([, name = '']) => name).filter((name) => !isBuiltin(name));
}

function pathsOf(folder: string): string[] {
  const manifest = parseManifest(readFileSync(join(folder, 'backend-kit.json'), 'utf8'));
  return tableParts(manifest)
    .map(({ path }) => path)
    .filter((path) => path !== '');
}
