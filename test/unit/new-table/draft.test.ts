import { describe, expect, it } from 'vitest';
import { draftTable } from '../../../src/new-table/draft.ts';
import { parseColumn, parseReference } from '../../../src/new-table/grammar.ts';
import type { NewTable } from '../../../src/new-table/new-table.ts';
import type { Table } from '../../../src/schema/table.ts';
import { column, tableOf } from '../../support/table.ts';

const none = { tables: [], casing: null };

const customers = tableOf([column({ key: 'id', notNull: true, default: 'identity' })], {
  id: 'public.customers',
  name: 'customers',
  exportName: 'customers',
  primaryKey: ['id'],
});

function described(columns: string[], references: string[] = [], name = 'invoices'): NewTable {
  return {
    name,
    columns: columns.map(parseColumn),
    references: references.map(parseReference),
    timestamps: true,
    softDelete: true,
  };
}

function draftError(wanted: NewTable, tables: Table[] = []): unknown {
  try {
    return draftTable(wanted, { tables, casing: null });
  } catch (error) {
    return error;
  }
}

describe('the names of a new table', () => {
  it.each(['invoices', 'invoice', 'Invoice', 'INVOICES'])('are the same for %s', (name) => {
    const { names } = draftTable(described([], [], name), none);
    expect(names).toMatchObject({ exportName: 'invoices', name: 'invoices', file: 'invoices' });
  });

  it('follow most of the other tables', () => {
    const singular = ['person', 'house', 'news', 'users'].map((name) =>
      tableOf([column({ key: 'full_name' })], { id: name, name, exportName: name }),
    );
    const { names, columns } = draftTable(described(['dueOn:date'], [], 'lineItems'), {
      tables: singular,
      casing: null,
    });
    expect(names).toMatchObject({ exportName: 'lineItem', name: 'line_item', file: 'line-items' });
    expect(columns.map(({ key }) => key)).toContain('due_on');
  });
});

describe('what can not be drafted', () => {
  it.each([
    ["a column of the key's name", ['id:text']],
    ['a column that is added anyway', ['created_at:timestamp']],
    ['two columns that differ in case only', ['dueOn:date', 'due_on:date']],
  ])('is %s', (_, columns) => {
    expect(draftError(described(columns))).toMatchObject({
      code: 'INVALID_TABLE',
      message: expect.stringMatching(/^Two columns of the table would be called /),
    });
  });

  it('is a reference and a column of one name', () => {
    const wanted = described(['customerId:integer'], ['customer:customers']);
    expect(draftError(wanted, [customers])).toMatchObject({ code: 'INVALID_TABLE' });
  });

  it.each<[string, string, Table, RegExp]>([
    ['a table that is not there', 'c:custmers', customers, /^The reference c leads to "custmers"/],
    ['a view', 'c:customers', { ...customers, kind: 'view' }, /it is a view\.$/],
    [
      'a table whose key has two columns',
      'c:customers',
      { ...customers, primaryKey: ['id', 'name'] },
      /it has no primary key of one column\.$/,
    ],
    [
      'a table that is not exported',
      'c:customers',
      { ...customers, exportName: null },
      /it is not exported\.$/,
    ],
    [
      'the table itself, in every row',
      'parent:invoices',
      customers,
      /its first row would have nothing to refer to\.$/,
    ],
  ])('is a reference to %s', (_, reference, target, message) => {
    const error = draftError(described([], [reference]), [target]);
    expect(error).toMatchObject({ code: 'INVALID_TABLE', message: expect.stringMatching(message) });
  });

  it('names the table that was probably meant', () => {
    const error = draftError(described([], ['c:custmers']), [customers]);
    expect(error).toMatchObject({ hint: 'Did you mean customers?' });
  });
});
