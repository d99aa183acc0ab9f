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
