import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTarget, type Target } from '../../src/apply/target.ts';
import { writeChanges } from '../../src/apply/write.ts';
import type { Planned } from '../../src/commands/create/plan.ts';
import { packageRoot } from '../../src/kit/package.ts';
import { isGenerated } from '../../src/model/reference.ts';
import { serviceModel } from '../../src/model/service.ts';
import { readVocabulary } from '../../src/render/vocabulary.ts';
import type { Schema } from '../../src/schema/table.ts';
import { readSchemaRecord } from '../../src/service/schema-record.ts';
import { bindings, generatedFiles } from './bindings.ts';
import { type Case, cases, planCase, schemaOf, serviceOf } from './cases.ts';
import { byDependence, copiesIn, difference, expectedOf, writeExpected } from './expected.ts';

const OXFMT = fileURLToPath(new URL('../../node_modules/.bin/oxfmt', import.meta.url));

const elsewhere = `root = true
[*]
indent_style = tab
end_of_line = crlf
max_line_length = 60
insert_final_newline = false
`;

const vocabulary = readVocabulary(join(packageRoot(), 'templates'));

describe.each(byDependence(cases()))('the service of $name', (one) => {
  let parent: string;
  let schema: Schema;
  let target: Target;
  let planned: Planned;

  // Read once for all that is said about it: that takes as long as planning does.
  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'kit-golden-'));
    // What a folder above says is for its own files.
    writeFileSync(join(parent, '.editorconfig'), elsewhere);
    schema = await schemaOf(one);
    target = checkTarget(join(parent, one.name), { force: false });
    planned = await planCase(one, schema, target);
  });

  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  it('is the expected one', () => {
    const service = serviceOf(one, planned);
    if (process.env['GOLDEN'] === 'update') writeExpected(one, service);
    expect(difference(expectedOf(one), service)).toBe('');
    expect(copiesIn(one)).toEqual([]);
  });

  it('has no variable of a name that the kit does not know to be in use', () => {
    const known = knownNames(one, schema);
    const unknown = [...generatedFiles(serviceOf(one, planned))].flatMap(([path, { text }]) =>
      bindings(path, text)
        .filter((binding) => !vocabulary.has(binding) && !isGenerated(binding))
        .filter((binding) => !known.has(binding) && !known.has(binding.replace(/Value$/, '')))
        .map((binding) => `${path}: ${binding}`),
    );
    expect(unknown).toEqual([]);
  });

  it('is formatted, and left alone when it is created once more over itself', async () => {
    const { changes } = planned;
    await writeChanges(target, changes, new AbortController().signal);
    const { files: _, notices: __, missingFunctions: ___, missingTypes: ____, ...read } = schema;
    expect(readSchemaRecord(target.path)).toEqual(read);
    const again = await planCase(one, schema, checkTarget(target.path, { force: true }));
    expect(again.changes.filter(({ status }) => status !== 'identical')).toEqual([]);
    expect(again.changes).toHaveLength(changes.length);

    const format = await execa(OXFMT, ['--check'], { cwd: target.path, reject: false });
    expect(`${format.stdout}${format.stderr}`).toContain(
      'All matched files use the correct format',
    );
  });
});

/** The names that a schema itself brings into the files of its service. */
function knownNames({ answers }: Case, schema: Schema): Set<string> {
  const { tables: only, ...others } = answers;
  const choice = only.length > 0 ? answers : others;
  const { tables } = serviceModel(schema, choice, vocabulary);
  return new Set(
    tables.flatMap(({ reference, local, columns, table }) => [
      reference.id,
      local,
      `${table.exportName}`,
      ...columns.map(({ key }) => key),
    ]),
  );
}
