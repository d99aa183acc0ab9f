import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { filesOf, temporaryFolder } from '../support/folder.ts';
import { installedKit, runInstalledKit } from '../support/installed-kit.ts';
import { outsideEnv } from '../support/outside.ts';

const cli = join(packageRoot(), kitPackage().entry);
const quick = ['--no-install', '--no-git', '--yes'];

/** Runs the built kit, as from a registry; what it prints and how it ends are for the test to judge. */
function kit(cwd: string, args: string[], entry = installedKit()) {
  return execa(process.execPath, [entry, ...args], { cwd, reject: false, stdin: 'ignore' });
}

/** The modules that were loaded by the processes whose coverage a folder holds. */
function modulesIn(coverage: string): string[] {
  return readdirSync(coverage)
    .flatMap((file) => JSON.parse(readFileSync(join(coverage, file), 'utf8')).result)
    .map(({ url }: { url: string }) => url)
    .filter((url) => url.startsWith('file:'));
}

describe('what it says of itself', () => {
  it('prints its version, from its package.json', async () => {
    const { stdout, exitCode } = await kit('/', ['--version']);
    expect([stdout, exitCode]).toEqual([kitPackage().version, 0]);
  });

  it.each([[['--help']], [['help']], [['help', 'lint']], [['lint', '-h']], [['add', '--help']]])(
    'helps: %j',
    async (args) => {
      const { stdout, exitCode } = await kit('/', args);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^Usage\n/m);
      expect(stdout.includes('lint [options]')).toBe(args.includes('lint'));
    },
  );

  it('loads nothing to help but what it asks', async () => {
    const coverage = temporaryFolder();
    await execa(process.execPath, [cli, '--help'], { env: { NODE_V8_COVERAGE: coverage } });
    const loaded = modulesIn(coverage);
    expect(loaded).toContain(pathToFileURL(cli).href);
    expect(loaded.filter((url) => url.includes('/node_modules/'))).toEqual([]);
    // What features do, what a service is, and all that is made of it.
    const work =
      /\/(?:feature|service|preview|derive)\.js$|\/src\/(?:samples|plan|render|schema|service|edit)\//;
    expect(loaded.filter((url) => work.test(url))).toEqual([]);
    expect(loaded.length).toBeLessThan(50);
  });

  it('names the examples, for people and as JSON', async () => {
    expect((await kit('/', ['--list-examples'])).stdout).toMatch(/^blog .*\nsaas .*\nshop /);
    const { stdout } = await kit('/', ['--list-examples', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      examples: [{ name: 'blog' }, { name: 'saas' }, { name: 'shop' }],
    });
  });
});

describe('create', () => {
  it('loads neither what compiles templates nor what runs programs where it does without', async () => {
    const coverage = temporaryFolder();
    const env = outsideEnv({ NODE_V8_COVERAGE: coverage });
    const args = ['service', '--example', 'blog', ...quick];
    // As from a registry: from a checkout it packs itself.
    const { exitCode, stderr } = await runInstalledKit(args, { cwd: temporaryFolder(), env });
    expect(exitCode, stderr).toBe(0);
    const loaded = modulesIn(coverage);
    expect(loaded.filter((url) => url.endsWith('/dist/templates.js'))).toHaveLength(1);
    const heavy = /\/node_modules\/(?:handlebars\/.*\/compiler|execa|diff|tinyglobby|prompts)\//;
    expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
  });

  it('writes a service, and nothing when it runs again', async () => {
    const cwd = temporaryFolder();
    const first = await kit(cwd, ['service', '--example', 'blog', ...quick]);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stdout).toContain('--example blog --no-install --no-git --yes');
    expect(first.stdout).toMatch(/Next:\n {2}cd service && npm install\n {2}\S.*\n {2}\S.*$/);
    const files = filesOf(cwd);
    expect(Object.keys(files)).toContain('service/backend-kit.json');
    expect(files['service/backend-kit.json']).not.toContain(cwd);

    const again = await kit(cwd, ['service', '--example', 'blog', ...quick, '--force']);
    expect(again.stdout).toContain('nothing to change');
    expect(filesOf(cwd)).toEqual(files);
  });

  it('prints one JSON document, and text for people elsewhere', async () => {
    const cwd = temporaryFolder();
    const args = ['service', '--example', 'blog', '--json', '--no-install', '--no-git'];
    const { stdout, stderr, exitCode } = await kit(cwd, args);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'create',
      dir: join(cwd, 'service'),
      name: 'service',
      files: expect.arrayContaining([
        { path: 'package.json', owner: 'managed', size: expect.any(Number), status: 'create' },
      ]),
      next: ['cd service && npm install', expect.any(String), expect.any(String)],
    });
    expect(stderr).toContain('└── ');
  });

  it('writes nothing with --dry-run, and shows every file with its size', async () => {
    const cwd = temporaryFolder();
    const { stdout, exitCode } = await kit(cwd, [
      'a/service',
      '--example',
      'shop',
      '--dry-run',
      '--yes',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/── package\.json {2}\d+(\.\d)? k?B$/m);
    expect(stdout).toContain('Nothing was written.');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('goes into a fresh repository and leaves its README as it is', async () => {
    const cwd = temporaryFolder({
      '.git/HEAD': 'ref: x',
      'README.md': '# mine',
      '.gitignore': '*.tmp\n',
    });
    const { stdout, exitCode } = await kit(cwd, [
      '.',
      '--name',
      'shop',
      '--example',
      'blog',
      ...quick,
    ]);
    expect(exitCode, stdout).toBe(0);
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('# mine');
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toMatch(/^\*\.tmp\n\n[^]*node_modules\//);
  });

  it('never overwrites a file that somebody else wrote, not even with --force', async () => {
    const files = { 'package.json': '{ "name": "theirs" }\n' };
    const cwd = temporaryFolder(files);
    const { stdout, stderr, exitCode } = await kit(cwd, [
      '.',
      '--name',
      'x',
      '--example',
      'blog',
      '--force',
      ...quick,
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('-{ "name": "theirs" }');
    expect(stderr).toContain('error: A file is in the way: package.json.');
    expect(filesOf(cwd)).toEqual(files);
  });

  it.each([
    [['x', '--example', 'shop', '--tables', 'ordrs'], 2, 'Did you mean orders?'],
    [['x', '--schema', 'nowhere.ts'], 1, 'nowhere.ts'],
    [['x', '--schema', 'broken.ts'], 1, 'broken.ts:2:'],
    [['x', '--schema', 'empty.ts'], 1, 'empty.ts'],
    [['x', '--from-db', 'postgres://u@127.0.0.1:1/d'], 1, '127.0.0.1:1/d'],
    [['full', '--example', 'shop'], 1, 'not empty'],
    [['full/file', '--example', 'shop'], 1, 'is a file'],
    [['x', '--exmaple', 'shop'], 2, 'Did you mean --example?'],
    [['x'], 2, '--schema <file>, --from-db <url> or --example <name>'],
  ])('refuses %j in one sentence, with %i, and writes nothing', async (args, code, message) => {
    const files = {
      'full/file': '',
      'broken.ts': '\nexport const = 1;\n',
      'empty.ts': 'export {};\n',
      'package.json': '{}',
    };
    const cwd = temporaryFolder(files);
    const { stdout, stderr, exitCode } = await kit(cwd, [...args, ...quick]);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: /m);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(exitCode).toBe(code);
    expect(filesOf(cwd)).toEqual(files);
  });

  it('prints a failure as one JSON document', async () => {
    const { stdout, exitCode } = await kit(temporaryFolder(), ['x', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'MISSING_ANSWER' } });
    expect(exitCode).toBe(2);
  });

  it.each([
    ['SIGINT', 'from-db'],
    ['SIGTERM', 'from-db'],
    ['SIGHUP', 'from-db'],
    ['SIGINT', 'schema'],
  ] as const)(
    'leaves nothing behind on %s while it reads what --%s names',
    async (signal, source) => {
      // A server that takes connections and never says a word holds the kit, or a schema that waits for it.
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      const [cwd, TMPDIR] = [temporaryFolder(), temporaryFolder()];
      const { port } = server.address() as AddressInfo;
      const schema = join(temporaryFolder({ 'schema.ts': waitingFor(port) }), 'schema.ts');
      const named = source === 'schema' ? schema : `postgres://u@127.0.0.1:${port}/d`;
      // From the checkout: meanwhile it packs itself. What npm compiles, it keeps.
      const env = { TMPDIR, NODE_DISABLE_COMPILE_CACHE: '1' };
      const options = { cwd, env, reject: false, stdin: 'ignore' } as const;
      const running = execa(process.execPath, [cli, 'x', `--${source}`, named, ...quick], options);
      await new Promise((resolve) => server.once('connection', resolve));
      running.kill(signal);
      const { signal: endedBy, stderr } = await running;
      expect(endedBy).toBe(signal);
      expect(stderr).toBe('Cancelled; nothing was written.');
      expect([...readdirSync(cwd), ...readdirSync(TMPDIR)]).toEqual([]);
    },
  );
});

/** A schema that opens a connection and waits for what comes. */
const waitingFor = (port: number) => `import { once } from 'node:events';
import { connect } from 'node:net';
import { pgTable, serial } from 'drizzle-orm/pg-core';
const [name] = await once(connect(${port}, '127.0.0.1'), 'data');
export const things = pgTable(String(name), { id: serial().primaryKey() });
`;

it('takes its name from its package.json, wherever that is published from', async () => {
  const folder = temporaryFolder();
  for (const part of ['dist', 'templates', 'package.json']) {
    cpSync(join(packageRoot(), part), join(folder, 'kit', part), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
  }
  symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'kit', 'node_modules'));
  const path = join(folder, 'kit', 'package.json');
  const json = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...json, name: '@acme/create-other', version: '3.1.4' }));

  const entry = join(folder, 'kit', kitPackage().entry);
  const { exitCode, stderr } = await kit(folder, ['service', '--example', 'blog', ...quick], entry);
  expect(exitCode, stderr).toBe(0);
  const service = join(folder, 'service');
  expect(JSON.parse(readFileSync(join(service, 'package.json'), 'utf8'))).toMatchObject({
    devDependencies: { '@acme/create-other': 'file:.backend-kit/acme-create-other-3.1.4.tgz' },
  });
  expect(existsSync(join(service, '.backend-kit/acme-create-other-3.1.4.tgz'))).toBe(true);
  const naming = Object.entries(filesOf(service)).filter(
    ([file, content]) => !file.endsWith('.tgz') && content.includes(kitPackage().name),
  );
  expect(naming.map(([file]) => file)).toEqual([]);
});

describe('in a service', () => {
  it('adds what is not a resource yet, and shows what it leaves alone', async () => {
    const cwd = temporaryFolder();
    const service = join(cwd, 'service');
    await kit(cwd, ['service', '--example', 'shop', '--skip-tables', 'reviews', ...quick]);
    symlinkSync(join(packageRoot(), 'node_modules'), join(service, 'node_modules'));
    const edited = join(service, 'src/modules/products/products.includes.ts');
    writeFileSync(edited, `${readFileSync(edited, 'utf8')}// ours\n`);

    expect((await kit(service, ['add'])).stderr).toContain('No resources yet: reviews.');
    const added = await kit(service, ['add', 'reviews', '--no-migrate']);
    expect(added.exitCode, added.stderr).toBe(1);
    expect(added.stdout).toContain('+  reviews: many({');
    expect(readFileSync(edited, 'utf8')).toContain('// ours');
    expect(existsSync(join(service, 'src/modules/reviews/reviews.routes.ts'))).toBe(true);
    expect(readFileSync(join(service, 'src/modules/index.ts'), 'utf8')).toContain('reviews');
  });

  it('changes nothing when asked for what is there', async () => {
    const cwd = temporaryFolder();
    await kit(cwd, ['service', '--example', 'blog', ...quick]);
    const files = filesOf(cwd);
    const { stdout, exitCode } = await kit(join(cwd, 'service'), ['add', 'posts']);
    expect([stdout, exitCode]).toEqual(['Nothing to change.', 0]);
    expect(filesOf(cwd)).toEqual(files);
  });

  it('lints its schema; findings end it with 1, unless they are allowed', async () => {
    const schema = `import { integer, pgTable } from 'drizzle-orm/pg-core';
      export const a = pgTable('a', { id: integer('id').primaryKey() });
      export const b = pgTable('b', { id: integer('id').primaryKey(), aId: integer('a_id').references(() => a.id) });`;
    const cwd = temporaryFolder({ 'src/db/schema.ts': schema, 'package.json': '{}' });
    const { stdout, exitCode } = await kit(cwd, ['lint']);
    expect(stdout).toContain('foreign-key-without-index');
    expect(exitCode).toBe(1);
    expect((await kit(cwd, ['lint', '--max-warnings', '9'])).exitCode).toBe(0);
    const json = await kit(cwd, ['lint', '--json']);
    const { tables, findings } = JSON.parse(json.stdout) as {
      tables: number;
      findings: { rule: string }[];
    };
    expect(tables).toBe(2);
    expect(findings.map(({ rule }) => rule)).toContain('foreign-key-without-index');
  });

  it.each([['add'], ['lint']])('says where %s has nothing to work on', async (command) => {
    const { stderr, exitCode } = await kit(temporaryFolder(), [command]);
    expect(stderr).toMatch(/^error: .*(--schema|no service)/);
    expect(exitCode).toBeGreaterThan(0);
  });
});
