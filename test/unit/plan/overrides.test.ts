import { expect, it } from 'vitest';
import { planService } from '../../../src/plan/service.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { column, schemaOf, table } from '../schema/helpers.ts';

const kit = { name: 'create-backend-kit', version: '2.0.0', dependency: '^2.0.0' };

async function planned(...overrides: string[]): Promise<Map<string, string>> {
  const schema = schemaOf(table('notes', { columns: [column('text')] }));
  const { files } = await planService({
    answers: { name: 'notes', pm: 'npm' },
    schema,
    kit,
    overrides,
  });
  return new Map(files.map(({ path, content }) => [path, content.toString()]));
}

it('a folder of templates comes before the kit, and the first before the others, for the files that they have', async () => {
  const project = temporaryFolder({
    'service/_editorconfig': '# project\n',
    'service/src/house.ts': 'export const house  =  "ours"',
    'resource/includes.hbs': 'export const ours = {{quote names.kebab}};\n',
  });
  const preset = temporaryFolder({
    'service/_editorconfig': '# preset\n',
    'service/docs/house.md': '# {{name}}\n',
    'features/docker/Dockerfile': 'FROM preset\n',
    'features/docs/resource/partials/schemas/params.hbs': '// of a feature\n',
  });
  const [own, ours] = [await planned(), await planned(project, preset)];
  const changed = [...ours].filter(([path, text]) => own.get(path) !== text);
  expect(Object.fromEntries(changed)).toEqual({
    '.editorconfig': '# project\n',
    Dockerfile: 'FROM preset\n',
    'docs/house.md': '# notes\n',
    // Only the kit's own templates are known to stand formatted.
    'src/house.ts': "export const house = 'ours';\n",
    'src/modules/notes/notes.includes.ts': "export const ours = 'notes';\n",
    'src/modules/notes/notes.schemas.ts': expect.stringContaining('// of a feature'),
  });
  expect([...own.keys()].filter((path) => !ours.has(path))).toEqual([]);
});

it('a folder that is not there changes nothing', async () => {
  expect(await planned('/nowhere')).toEqual(await planned());
});
