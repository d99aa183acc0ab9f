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

describe('a service that checks the tokens of an identity provider', () => {
  let folder: string;
  beforeAll(async () => {
    const schema = path('../cases/external/schema.ts');
    folder = await createService(parent, 'external', ['--schema', schema, '--auth', 'external']);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  // The others know nothing of who signs people in.
  it('passes the tests of its modules and of tokens', async () => {
    await firstMigration(folder);
    const tests = ['src/modules', 'test/auth', 'test/openapi', 'test/declarations'];
    expect(await script(folder, 'test', '--', ...tests)).toMatch(allPassed);
  });
});
