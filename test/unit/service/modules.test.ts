import { expect, it, vi } from 'vitest';
import { missingImport, modulesAfter } from '../../../src/service/modules.ts';
import { temporaryFolder } from '../../support/folder.ts';

// As in Node 20, which throws where a part of the path is a file, whatever it was asked for.
vi.mock(import('node:fs'), async (original) => {
  const fs = await original();
  const statSync = ((path: string) => fs.statSync(path)) as typeof fs.statSync;
  return { ...fs, statSync };
});

it('looks for a file that is no module, and for what is not there', () => {
  const folder = temporaryFolder({
    'package.json': '{}',
    'src/a.ts': "import json from '../package.json';\nexport const a = json;\n",
    'src/b.ts': "import { a } from './a';\nimport { c } from './c';\nexport default [a, c];\n",
  });
  const modules = modulesAfter(folder, new Map());
  expect(missingImport('src/b.ts', modules)).toMatchObject({ target: 'src/c' });
  expect(modules.has('package.json/index.ts')).toBe(false);
});
