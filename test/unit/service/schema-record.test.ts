import { expect, it } from 'vitest';
import {
  readSchemaRecord,
  recordAfter,
  schemaRecord,
  schemaRecordPath,
} from '../../../src/service/schema-record.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';

const customers = table('customers');
const orders = table('orders', {
  columns: [column('customerId', { customSample: { x: [1, null] } })],
  foreignKeys: [foreignKey(['customerId'], 'public.customers')],
});
const schema = {
  ...schemaOf(customers, orders),
  files: [{ path: 'index.ts', content: 'secret' }],
  notices: [{ subject: null, message: 'Done differently.' }],
  prerequisites: ['CREATE EXTENSION citext;'],
  extensions: ['citext'],
};
const { files: _, notices: __, ...read } = schema;
const recorded = (text: string) => readSchemaRecord(temporaryFolder({ [schemaRecordPath]: text }));

it('is read back as the schema was, less its files and what was said of it', () => {
  expect(recorded(String(schemaRecord(schema).content))).toEqual(read);
  expect(readSchemaRecord(temporaryFolder())).toBeUndefined();
});

it('has a line for each column, so that a change of one is a change of one', () => {
  const lines = (one: typeof schema) => String(schemaRecord(one).content).split('\n');
  const other = { ...orders, columns: [...orders.columns, column('note')] };
  const before = lines(schema);
  const more = lines({ ...schema, tables: [customers, other] }).filter(
    (line) => !before.includes(line),
  );
  // The last one of a list has no comma behind it.
  expect(more).toHaveLength(2);
  expect(more.join('\n')).toContain('"note"');
});

it.each(['{', '[]', '{}', '{"tables":{}}', '{"tables":[null]}', '{"tables":[{"id":"a"}]}', 'null'])(
  'refuses what the kit did not write: %s',
  (text) => {
    const damaged = {
      code: 'MANIFEST_DAMAGED',
      message: expect.stringContaining(schemaRecordPath),
    };
    expect(() => recorded(text)).toThrow(expect.objectContaining(damaged));
  },
);

it('after an addition has what was added as it is now, and the rest as it was', () => {
  const grown = { ...customers, columns: [...customers.columns, column('name')] };
  const notes = table('notes');
  const now = schemaOf(notes, grown, table('drafts'));
  const after = recordAfter(read, { schema: now, added: [notes], gone: new Set(['orders']) });
  expect(after.tables).toEqual([notes, customers]);
  expect(after.extensions).toEqual(['citext']);
  const again = { schema: now, added: [grown], gone: new Set<string>() };
  expect(recordAfter(after, again).tables).toEqual([notes, grown]);
});
