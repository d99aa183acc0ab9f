import { expect, it } from 'vitest';
import { type Of, standingsOf } from '../../../src/model/standing.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column, table } from '../schema/helpers.ts';
import { modelIn, serviceOf } from './tables.ts';

/** Which rows count, as code. */
function conditions(of: Of, ...columns: Column[]): string[] {
  const service = serviceOf([table('things', { columns })]);
  return standingsOf(modelIn(service, 'things'), of, 'rows').map(({ condition }) => condition.text);
}

const flag = (key: string, more: Partial<Column>) =>
  column(key, { kind: 'boolean', jsType: 'boolean', default: 'sql', ...more });
const since = (key: string, more: Partial<Column> = {}) =>
  column(key, { kind: 'timestamp', jsType: 'Date', notNull: false, ...more });
const status = (values: string[], defaultValue?: string, more: Partial<Column> = {}) =>
  column('status', {
    kind: 'enum',
    enumValues: values,
    default: defaultValue === undefined ? 'none' : 'sql',
    ...(defaultValue !== undefined && { defaultValue }),
    ...more,
  });

it.each([
  [flag('isActive', { defaultValue: true }), 'eq(rows.isActive, true)'],
  [flag('banned', { defaultValue: false }), 'not(rows.banned)'],
  [flag('banned', { notNull: false, default: 'none' }), 'sql`${rows.banned} is not true`'],
  [since('suspendedAt'), 'isNull(rows.suspendedAt)'],
  [status(['ACTIVE', 'SUSPENDED'], 'ACTIVE'), "eq(rows.status, 'ACTIVE')"],
  [
    status(['pending', 'active', 'banned'], 'pending'),
    "inArray(rows.status, ['pending', 'active'])",
  ],
])('asks users whose new rows count', (one, expected) => {
  expect(conditions('user', one)).toEqual([expected]);
});

it.each([
  ['a yes that a new row does not say', flag('isActive', { defaultValue: false })],
  ['a no that a new row does not say', flag('banned', { defaultValue: true })],
  ['a flag about something else', flag('isBlockedByMe', { defaultValue: false })],
  ['a time that a new row has', since('disabledAt', { default: 'sql' })],
  ['a time of something else', since('lastSuspendedAt')],
  ['a status with which a new row is out', status(['inactive', 'active'], 'inactive')],
  ['a status that nobody is out by', status(['online', 'away'], 'online')],
  ['a status without known values', column('status')],
  ['a status of a type of its own', status(['active', 'banned'], 'active', { hasOwnType: true })],
])('asks users nothing by %s', (_, one) => {
  expect(conditions('user', one)).toEqual([]);
});

it('asks members also what they become', () => {
  const invited = status(['invited', 'active', 'removed', 'paused'], 'invited');
  expect(conditions('member', invited)).toEqual(["eq(rows.status, 'active')"]);
  expect(conditions('member', flag('accepted', { defaultValue: false }))).toEqual([
    'eq(rows.accepted, true)',
  ]);
  expect(conditions('member', since('leftAt'))).toEqual(['isNull(rows.leftAt)']);
});

it('says what a row is that counts, and one that does not', () => {
  const service = serviceOf([
    table('things', { columns: [status(['x', 'active', 'left'], 'active')] }),
  ]);
  const [one] = standingsOf(modelIn(service, 'things'), 'member', 'rows');
  expect(one).toMatchObject({
    says: 'is `left` by `status`',
    counts: "'active'",
    out: "'left'",
  });
});
