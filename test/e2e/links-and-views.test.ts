import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allPassed,
  createService,
  firstMigration,
  noFindings,
  script,
  removeServices,
  servicesFolder,
} from './service.ts';

let parent: string;

beforeAll(() => {
  parent = servicesFolder('schemas');
});

afterAll(() => removeServices(parent));

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe('a schema with links, views, composite keys, a prefix and camelCase names', () => {
  const schema = path('../cases/links-and-views/schema.ts');
  let folder: string;
  beforeAll(async () => {
    const args = ['--schema', schema, '--casing', 'camelCase', '--skip-tables', 'imports'];
    folder = await createService(parent, 'club', args);
    await firstMigration(folder);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  // Those of its tests that depend on the schema; the others are the same for every example.
  it('migrates with what `create` tells to type, and passes the tests of its modules', async () => {
    await script(folder, 'db:migrate');
    expect(await script(folder, 'test', '--', 'src/modules', 'test/openapi')).toMatch(allPassed);
  });
});
