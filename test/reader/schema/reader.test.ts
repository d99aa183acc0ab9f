import { expect, test } from 'vitest';
import { bundleModules } from '../../../src/schema/bundle.ts';
import { loadSchema } from '../../../src/schema/load.ts';
import { startReader } from '../../../src/schema/reader.ts';
import { loadFailure, project } from '../../unit/schema/helpers.ts';

const table = (name: string) =>
  `import { pgTable, serial } from 'drizzle-orm/pg-core';\nexport const t = pgTable(${name}, { id: serial('id') });\n`;

test('a process that was started for a schema is ended, also where that can not even be bundled', async () => {
  const reader = startReader();
  const folder = project({ 'schema.ts': 'const = 3;' });
  await expect(loadSchema({ sources: ['schema.ts'], cwd: folder, reader })).rejects.toMatchObject({
    code: 'SCHEMA_SYNTAX',
  });
  const late = reader.read({ bundle: 'file:///none.mjs', casing: null });
  await expect(late).rejects.toMatchObject({ code: 'SCHEMA_EXITED' });
});

test('a schema that waits for ever with nothing left to do is not waited for', async () => {
  const folder = project({ 'schema.ts': table('await new Promise<string>(() => undefined)') });
  const { code, message } = await loadFailure(folder, 'schema.ts');
  expect(code).toBe('SCHEMA_EXITED');
  expect(message).toContain('(13)');
});

test('what the installed drizzle-orm lacks is named, with the place where it is used', async () => {
  const text =
    "import { pgNothing } from 'drizzle-orm/pg-core';\n\nexport const t = pgNothing('t');\n";
  const folder = project({ 'schema.ts': text });
  const { code, message } = await loadFailure(folder, 'schema.ts');
  expect(code).toBe('SCHEMA_THROWS');
  expect(message).toContain('schema.ts:3:18: pgNothing is not a function');
});

test('drizzle-orm is loaded as CommonJS where it is that, too, and as what it is where not', async () => {
  const bundled = async (conditions: object | string) => {
    const manifest = {
      name: 'drizzle-orm',
      version: '0.44.0',
      exports: { './pg-core': conditions },
    };
    const folder = project({
      'schema.ts': table("'t'"),
      'node_modules/drizzle-orm/package.json': JSON.stringify(manifest),
      'node_modules/drizzle-orm/pg-core.js': '',
      'node_modules/drizzle-orm/pg-core.cjs': '',
    });
    const { code, externals } = await bundleModules("export * from './schema';", folder);
    expect(externals).toMatchObject([{ specifier: 'drizzle-orm/pg-core' }]);
    return code.replaceAll(folder, '.');
  };
  const both = await bundled({ import: './pg-core.js', require: './pg-core.cjs' });
  expect(both).toContain('require("./node_modules/drizzle-orm/pg-core.cjs")');
  expect(both).not.toContain('pg-core.js');
  expect(await bundled('./pg-core.js')).toContain(
    'from "file://./node_modules/drizzle-orm/pg-core.js"',
  );
});
