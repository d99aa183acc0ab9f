import { describe, expect, it } from 'vitest';
import { assertServed, choiceOfRoutes, resolveTables } from '../../../src/ask/tables.ts';
import { table } from '../schema/helpers.ts';

const items = table('orderItems', { name: 'order_items', id: 'public.order_items' });

it('a table is known by every name that it goes by, and by how it reads', () => {
  for (const name of ['public.order_items', 'order_items', 'orderItems', 'order-items']) {
    expect(resolveTables([name], [items])).toEqual(['order_items']);
  }
  const user = [table('users'), table('user')];
  expect(resolveTables(['user', 'users'], user)).toEqual(['user', 'users']);
});

it('the two questions about routes divide the tables', () => {
  expect(choiceOfRoutes(['a', 'b', 'c'], ['b'])).toEqual({
    appendOnly: ['a', 'c'],
    readOnly: ['b'],
  });
});

describe('routes of a table that becomes no resource', () => {
  const all = { tables: [], skipTables: [] };
  const logs = { appendOnly: ['logs'], readOnly: [] };

  it('are refused, with what to change', () => {
    expect(() => assertServed(logs, { ...all, skipTables: ['logs'] })).toThrow(
      expect.objectContaining({
        message: '--append-only names logs, which becomes no resource.',
        hint: 'Take it out of --skip-tables.',
      }),
    );
    const read = { appendOnly: [], readOnly: ['logs'] };
    expect(() => assertServed(read, { ...all, tables: ['orders'] })).toThrow(
      expect.objectContaining({ hint: 'Name it in --tables, too.' }),
    );
  });

  it('are taken of all others', () => {
    expect(() => assertServed(logs, all)).not.toThrow();
    expect(() => assertServed(logs, { ...all, tables: ['logs'] })).not.toThrow();
  });
});
