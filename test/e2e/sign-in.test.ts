import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  wholePassed,
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

describe('a service that signs people in', () => {
  let folder: string;
  beforeAll(async () => {
    const schema = path('../cases/sign-in/schema.ts');
    // With AWS, so that its tests run in one of the services that run all of theirs.
    const flags = ['--schema', schema, '--auth', 'built-in', '--secrets', 'aws'];
    folder = await createService(parent, 'sign-in', flags);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  it('passes all of its tests', async () => {
    await firstMigration(folder);
    await script(folder, 'contract');
    expect(await script(folder, 'test')).toMatch(wholePassed);
  });
});
