import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { checkTarget } from '../../src/apply/target.ts';
import { writeChanges } from '../../src/apply/write.ts';
import { readSchemaRecord } from '../../src/service/schema-record.ts';
import { temporaryFolder } from '../support/folder.ts';
import { cases, planCase, schemaOf, serviceOf } from './cases.ts';
import { byDependence, copiesIn, difference, expectedOf, writeExpected } from './expected.ts';

const OXFMT = fileURLToPath(new URL('../../node_modules/.bin/oxfmt', import.meta.url));

const elsewhere = `root = true
[*]
indent_style = tab
end_of_line = crlf
max_line_length = 60
insert_final_newline = false
`;

describe.each(byDependence(cases()))('the service of $name', (one) => {
  it('is the expected one', async () => {
    const planned = await serviceOf(one);
    if (process.env['GOLDEN'] === 'update') writeExpected(one, planned);
    expect(difference(expectedOf(one), planned)).toBe('');
    expect(copiesIn(one)).toEqual([]);
  });

  it('is formatted, and left alone when it is created once more over itself', async () => {
    // What a folder above says is for its own files.
    const path = join(temporaryFolder({ '.editorconfig': elsewhere }), one.name);
    const schema = await schemaOf(one);
    const target = checkTarget(path, { force: false });
    const { changes } = await planCase(one, schema, target);
    await writeChanges(target, changes, new AbortController().signal);
    const { files: _, notices: __, ...read } = schema;
    expect(readSchemaRecord(path)).toEqual(read);
    const again = await planCase(one, schema, checkTarget(path, { force: true }));
    expect(again.changes.filter(({ status }) => status !== 'identical')).toEqual([]);
    expect(again.changes).toHaveLength(changes.length);

    const format = await execa(OXFMT, ['--check'], { cwd: path, reject: false });
    expect(`${format.stdout}${format.stderr}`).toContain(
      'All matched files use the correct format',
    );
  });
});
