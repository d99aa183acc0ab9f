import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyTables } from '../support/many-tables.ts';
import {
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
