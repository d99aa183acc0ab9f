import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/folder.ts';
import { importedPackages } from '../../try-schema/imports.ts';

it('a schema imports what its own files and those of its workspace import, by any path', async () => {
  const root = temporaryFolder({
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    'src/schema.ts':
      "import { id } from '@/id';\nimport { join } from 'node:path';\nexport const a = [id, join];",
    'src/id.ts':
      "import { nanoid } from 'nanoid';\nimport { kinds } from '@acme/kinds';\nexport const id = [nanoid, kinds];",
    'packages/kinds/package.json': '{ "name": "@acme/kinds", "main": "index.ts" }',
    'packages/kinds/index.ts':
      "import { z } from 'zod/v4';\nimport type { T } from 'types-only';\nexport const kinds: T = z;",
    'node_modules/@acme/.keep': '',
  });
  symlinkSync(join(root, 'packages/kinds'), join(root, 'node_modules/@acme/kinds'));
  const found = await importedPackages([join(root, 'src/schema.ts')], root);
  expect(found.map(({ name }) => name).toSorted()).toEqual(['nanoid', 'zod']);
});
