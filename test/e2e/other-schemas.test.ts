import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyTables } from '../support/many-tables.ts';
import { lendModules } from '../support/modules.ts';
import { run, runKit } from '../support/outside.ts';

let parent: string;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'kit-schemas-'));
  chmodSync(parent, 0o755);
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function createFrom(name: string, args: string[]): Promise<string> {
  const all = [name, ...args, '--no-install', '--no-git', '--yes'];
  const { exitCode, stderr } = await runKit(all, { cwd: parent });
  expect(exitCode, stderr).toBe(0);
  const folder = join(parent, name);
  await lendModules(folder);
  return folder;
}

async function script(folder: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(['npm', 'run', ...args], { cwd: folder });
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe('a schema with links, views, composite keys, a prefix and camelCase names', () => {
  const schema = path('../cases/links-and-views/schema.ts');
  let folder: string;
  beforeAll(async () => {
    const args = ['--schema', schema, '--casing', 'camelCase', '--skip-tables', 'imports'];
    folder = await createFrom('club', args);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain('Found 0 warnings and 0 errors.');
  });

  // Those of its tests that depend on the schema; the others are the same for every example.
  it('migrates with what `create` tells to type, and passes the tests of its modules', async () => {
    await script(folder, 'db:generate', '--', '--name', 'init');
    await script(folder, 'db:migrate');
    expect(await script(folder, 'test', '--', 'src/modules', 'test/openapi')).toMatch(
      /^ *Tests +\d+ passed \(\d+\)$/m,
    );
  });
});

describe('a schema with every odd feature, which needs more than plain Postgres', () => {
  it('passes its own check', async () => {
    const schema = path('../fixtures/schemas/odd/schema');
    const folder = await createFrom('odd', ['--schema', schema]);
    expect(await script(folder, 'check')).toContain('Found 0 warnings and 0 errors.');
  });
});

describe('a schema whose names generated code, the language and other tables have', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await createFrom('names', ['--schema', path('../fixtures/schemas/names/schema.ts')]);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain('Found 0 warnings and 0 errors.');
  });

  it('passes the tests of its modules', async () => {
    await script(folder, 'db:generate', '--', '--name', 'init');
    expect(await script(folder, 'test', '--', 'src/modules', 'test/openapi')).toMatch(
      /^ *Tests +\d+ passed \(\d+\)$/m,
    );
  });
});

describe('a schema of a hundred tables', () => {
  it('passes its own check', async () => {
    writeFileSync(join(parent, 'many.ts'), manyTables(100));
    const folder = await createFrom('many', ['--schema', 'many.ts']);
    expect(await script(folder, 'check')).toContain('Found 0 warnings and 0 errors.');
  });
});

describe('a service without any feature', () => {
  let folder: string;
  beforeAll(async () => {
    const schema = path('../cases/bare/schema.ts');
    const without = ['--no-docs', '--no-docker', '--no-ci'];
    folder = await createFrom('bare', ['--schema', schema, ...without]);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain('Found 0 warnings and 0 errors.');
  });

  it('passes all of its tests', async () => {
    await script(folder, 'db:generate', '--', '--name', 'init');
    expect(await script(folder, 'test')).toMatch(/^ *Tests +\d+ passed \(\d+\)$/m);
  });
});

describe('a service that signs people in', () => {
  let folder: string;
  beforeAll(async () => {
    const schema = path('../cases/sign-in/schema.ts');
    folder = await createFrom('sign-in', ['--schema', schema, '--auth', 'built-in']);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain('Found 0 warnings and 0 errors.');
  });

  it('passes all of its tests', async () => {
    await script(folder, 'db:generate', '--', '--name', 'init');
    expect(await script(folder, 'test')).toMatch(/^ *Tests +\d+ passed \(\d+\)$/m);
  });
});

describe('a schema of checks over several columns, and of tables with room for one row', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await createFrom('checks', ['--schema', path('../fixtures/schemas/checks')]);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain('Found 0 warnings and 0 errors.');
  });

  it('passes the tests of its modules', async () => {
    await script(folder, 'db:generate', '--', '--name', 'init');
    expect(await script(folder, 'test', '--', 'src/modules')).toMatch(
      /^ *Tests +\d+ passed \(\d+\)$/m,
    );
  });
});
