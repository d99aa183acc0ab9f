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

describe('a service without any feature', () => {
  let folder: string;
  beforeAll(async () => {
    const schema = path('../cases/bare/schema.ts');
    const without = ['--no-docs', '--no-docker', '--no-ci', '--no-idempotency', '--no-metrics'];
    folder = await createService(parent, 'bare', ['--schema', schema, ...without]);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  it('passes all of its tests', async () => {
    await firstMigration(folder);
    await script(folder, 'contract');
    expect(await script(folder, 'test')).toMatch(allPassed);
  });
});
