import { expect, it } from 'vitest';
import { keyCode } from '../../../src/features/auth/people-table.ts';
import { column as columnOf } from '../../../src/model/conditions.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column, table } from '../schema/helpers.ts';
import { modelIn, serviceOf } from '../model/tables.ts';

it.each<[Partial<Column>, string]>([
  [{ kind: 'integer', sqlType: 'smallint' }, '.pipe(z.int().min(-32_768).max(32_767))'],
  [{ kind: 'integer', sqlType: 'smallserial' }, '.pipe(z.int().min(-32_768).max(32_767))'],
  [{ kind: 'integer', sqlType: 'serial' }, '.pipe(z.int32())'],
  [{ kind: 'bigint', sqlType: 'bigint', jsType: 'bigint' }, '.pipe(z.int64())'],
  [{ kind: 'bigint', sqlType: 'bigint', jsType: 'number' }, '.int()'],
])('a number that no column holds is refused before Postgres has to: %j', (kind, expected) => {
  const teams = table('teams', { columns: [column('no', kind)] });
  const key = columnOf(modelIn(serviceOf([teams]), 'teams'), 'no');
  expect(keyCode(key, 'TenantId')?.text).toContain(expected);
});
