import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ran, run } from '../support/outside.ts';
import {
  allPassed,
  createService,
  firstMigration,
  linkKit,
  noFindings,
  script,
  removeServices,
  servicesFolder,
} from './service.ts';

let parent: string;
let folder: string;

/** A service without its reviews, all else as after its creation. The kit is found above it, as it is not installed. */
beforeAll(async () => {
  parent = servicesFolder('plop');
  linkKit(parent);
  folder = await createService(parent, 'shop', ['--example', 'shop', '--skip-tables', 'reviews']);
  await firstMigration(folder);
  await git('init', '--quiet');
  await commit();
});

afterAll(() => removeServices(parent));

function plop(...args: string[]): Promise<Ran> {
  return run(['npx', 'plop', 'resource', ...args], { cwd: folder });
}

function plopClient(...args: string[]): Promise<Ran> {
  return run(['npx', 'plop', 'client', ...args], { cwd: folder });
}

function git(...args: string[]): Promise<Ran> {
  return run(['git', ...args], { cwd: folder });
}

async function commit(): Promise<void> {
  await git('add', '-A');
  await git('commit', '--quiet', '-m', 'Go on');
}

/** What is not committed, e.g. `M src/modules/index.ts`. */
async function changes(): Promise<string[]> {
  const { stdout } = await git('status', '--porcelain', '--untracked-files=all');
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.trim());
}

describe('a table of the schema', () => {
  // That it passes its tests, the next table shows, which comes beside it.
  it('becomes a resource', async () => {
    const { exitCode, stdout, stderr } = await plop('reviews');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('✓ Applying it to the development database');
    await commit();
  });

  it('is no reason to change anything afterwards', async () => {
    expect(await plop('--', '--table', 'reviews', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing to change.',
    });
    expect(await changes()).toEqual([]);
  });
});

describe('a client of another service', () => {
  it('is shown with what it brings, and asked for by name', async () => {
    const { exitCode, stdout, stderr } = await plopClient('tax-office', '--', '--dry-run');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('tax-office.client.ts');
    const help = await plopClient('--help');
    expect(help.stdout).toContain('plop client <name> [options]');
    expect(help.stdout).not.toContain('--append-only');
    const refused = await plopClient('Fetch');
    expect(refused.exitCode).toBe(1);
    expect(`${refused.stdout}${refused.stderr}`).toContain('"Fetch" is no name of a client');
    expect(await changes()).toEqual([]);
  });
});

describe('a new table', () => {
  const columns = [
    'title:text',
    'number:varchar(24):unique',
    'isPaid:boolean:default(false)',
    'count:integer:default(-3)',
    'serialNo:bigint:unique',
    'rank:smallint?',
    'total:numeric(12,2):default(0)',
    'weight:real:default(0.5)',
    'height:double?',
    'dueOn:date:default(now)',
    'opensAt:time:default(09:30)',
    'seenAt:timestamp?',
    'externalId:uuid:unique',
    "state:enum(to do,it's done):default(it's done)",
    'data:jsonb:default({"a":[1]})',
    'tags:text[]?',
    "motto:text?:default(it's: (fine))",
  ];
  const references = [
    'customer:customers:cascade',
    'order:orders?:unique:set-null',
    'parent:invoices?',
  ];

  it('with columns of every type becomes a resource of a service that passes its checks', async () => {
    const { exitCode, stdout, stderr } = await plop(
      '--new',
      'invoices',
      '--soft-delete',
      ...columns.flatMap((column) => ['--column', column]),
      ...references.flatMap((reference) => ['--ref', reference]),
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('✓ Applying it to the development database');
    expect(await script(folder, 'check')).toContain(noFindings);
    const names = ['invoices', 'customers', 'orders', 'reviews', 'products'];
    const modules = names.map((name) => `src/modules/${name}`);
    expect(await script(folder, 'test', '--', ...modules)).toMatch(allPassed);
    expect(await script(folder, 'db:seed')).toBeTruthy();
    await commit();
  });
});

describe('a database that .env names', () => {
  afterAll(() => rmSync(join(folder, '.env'), { force: true }));

  it('is not changed, neither by add nor by the seed', async () => {
    // Nobody listens there: whatever connects, fails.
    writeFileSync(join(folder, '.env'), 'DATABASE_URL=postgres://ada:hidden@127.0.0.1:1/company\n');
    const { exitCode, stdout } = await plop('--new', 'memos', '--column', 'body:text');
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain('DATABASE_URL in .env names a database: 127.0.0.1:1/company');
    expect(stdout).not.toContain('hidden');
    expect(await changes()).toContainEqual(expect.stringMatching(/drizzle\/\d+_add_memos\.sql$/));
    const seed = await run(['npm', 'run', 'db:seed'], { cwd: folder });
    expect(seed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('left alone') });
    rmSync(join(folder, '.env'));
    await commit();
  });
});

describe('what can not be done', () => {
  const include = 'src/modules/customers/customers.includes.ts';
  const notes = ['--new', 'notes', '--column', 'body:text', '--ref', 'customer:customers'];

  // Which reasons there are, the tests of `add` say: plop passes on what it is told.
  it('ends with an exit code, says why, and changes nothing', async () => {
    const unknown = await plop('nonsense');
    expect(unknown).toMatchObject({ exitCode: 1, stdout: '' });
    expect(unknown.stderr).toContain('The schema has no table "nonsense".');
    expect(await changes()).toEqual([]);
  });

  it('is taken back where it shows only with the migration', async () => {
    const config = join(folder, 'drizzle.config.ts');
    const before = readFileSync(config, 'utf8');
    writeFileSync(config, `${before}\nthrow new Error('not today');\n`);
    const { exitCode, stderr } = await plop(...notes);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The migration could not be written, so everything was taken back.');
    expect(stderr).toContain('not today');
    writeFileSync(config, before);
    expect(await changes()).toEqual([]);
  });

  it('leaves a file as a person has it, and does the rest', async () => {
    const edited = readFileSync(join(folder, include), 'utf8').replace('/** ', '/** Ours. ');
    writeFileSync(join(folder, include), edited);
    await commit();
    const { exitCode, stdout, stderr } = await plop(...notes);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('+  notes: many({');
    expect(stderr).toContain('Not everything was done: see above.');
    expect(readFileSync(join(folder, include), 'utf8')).toBe(edited);
    expect(await changes()).toContain('?? src/modules/notes/notes.routes.ts');
    const types = await run(['npx', 'tsc'], { cwd: folder });
    expect(types.exitCode, types.stdout).toBe(0);
    const tests = await script(folder, 'test', '--', 'src/modules/notes', 'src/modules/customers');
    expect(tests).toMatch(allPassed);
  });
});

describe('the help', () => {
  it('is that of the command, under the name of the generator', async () => {
    const { exitCode, stdout } = await plop('--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('plop resource [table...] [options]');
    expect(stdout).toContain('--column <column>');
  });
});
