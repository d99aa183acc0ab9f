import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyTables } from '../support/many-tables.ts';
import {
  allPassed,
  createService,
  firstMigration,
  noFindings,
  script,
  servicesFolder,
} from './service.ts';

let parent: string;

beforeAll(() => {
  parent = servicesFolder('schemas');
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe('a schema with links, views, composite keys, a prefix and camelCase names', () => {
  const schema = path('../cases/links-and-views/schema.ts');
  let folder: string;
  beforeAll(async () => {
    const args = ['--schema', schema, '--casing', 'camelCase', '--skip-tables', 'imports'];
    folder = await createService(parent, 'club', args);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  // Those of its tests that depend on the schema; the others are the same for every example.
  it('migrates with what `create` tells to type, and passes the tests of its modules', async () => {
    await firstMigration(folder);
    await script(folder, 'db:migrate');
    expect(await script(folder, 'test', '--', 'src/modules', 'test/openapi')).toMatch(allPassed);
  });
});

describe('a schema with every odd feature, which needs more than plain Postgres, and tables of which a large one is made', () => {
  it('passes its own check', async () => {
    // That a hundred of them do not meet, test/golden/many-tables.test.ts says; their code is the same over and over.
    writeFileSync(join(parent, 'many.ts'), manyTables(12));
    const schemas = ['--schema', path('../fixtures/schemas/odd/schema'), '--schema', 'many.ts'];
    const folder = await createService(parent, 'odd', schemas);
    await firstMigration(folder);
    expect(await script(folder, 'check')).toContain(noFindings);
  });
});

describe('names that generated code, the language and other tables have; checks over several columns, and tables with room for one row', () => {
  let folder: string;
  beforeAll(async () => {
    const schemas = ['names/schema.ts', 'checks'].map((name) =>
      path(`../fixtures/schemas/${name}`),
    );
    const args = schemas.flatMap((schema) => ['--schema', schema]);
    folder = await createService(parent, 'names-and-checks', args);
    await firstMigration(folder);
  });

  it('pass their own check', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  it('pass the tests of their modules', async () => {
    expect(await script(folder, 'test', '--', 'src/modules', 'test/openapi')).toMatch(allPassed);
  });
});
