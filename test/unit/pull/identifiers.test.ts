import { expect, test } from 'vitest';
import { objectKeys } from '../../../src/pull/identifiers.ts';

test('columns of a database have keys of their own, and none that a table has itself', () => {
  const names = ['user_id', 'userId', '_', 'getSQL', 'enableRLS', '__proto__', '1st'];
  expect([...objectKeys(names).values()]).toEqual([
    'userId',
    'userId2',
    '_2',
    'getSQL2',
    'enableRLS2',
    'proto',
    '_1st',
  ]);
});
