import type { ColumnModel } from '../../model/columns.ts';
import { column } from '../../model/conditions.ts';
import { isReachable } from '../../model/fields.ts';
import { isChangeable } from '../../model/routes.ts';
import { isSampled } from '../factory.ts';
import { quote } from '../../code.ts';
import type { TableModel } from '../../model/service.ts';
import { sharedOverrides, type TestSource } from './overrides.ts';

/** Keys that no row has, and a key of the wrong type: '' where any text is of the right one. */
export function keyCases(resource: TableModel) {
  const columns = resource.key.map((key) => column(resource, key));
  const unknown = columns.map((c) => `${c.property}: ${missingValue(c) ?? anyValue(c)}`);
  const typed = columns.find((c) => TYPED.has(c.kind));
  return {
    unknownKey: `{ ${unknown.join(', ')} }`,
    badKey: typed
      ? `{ ${[...unknown, `${typed.property}: 'not-a-key'`].filter((entry) => !(entry.startsWith(`${typed.property}:`) && !entry.endsWith("'not-a-key'"))).join(', ')} }`
      : '',
    badKeyParameter: typed?.key ?? '',
    keyMethods: ['GET', ...(isChangeable(resource) ? ['PATCH'] : []), 'DELETE'],
    // A Date of theirs has a time that no URL holds.
    days: columns.filter((c) => c.kind === 'date' && c.jsType === 'Date').map((c) => c.key),
  };
}

/**
 * Values that a second row can share with `row`: all of the key but one column, which a sample row surely has a value of
 * its own for. One entry for each such column; none for a key of one.
 */
export function keyParts(source: TestSource): string[] {
  const { table: resource, checks } = source;
  const { table, key } = resource;
  const unique = [
    ...table.uniqueKeys.map((u) => u.columns),
    ...table.indexes.filter((i) => i.unique).map((i) => i.columns),
  ];
  return key.flatMap((part) => {
    const shared = key.filter((k) => k !== part);
    const isFree = !unique.some((columns) =>
      columns.every((k) => k !== null && shared.includes(k)),
    );
    const isPaired = table.foreignKeys.some(
      (f) => f.columns.length > 1 && f.columns.includes(part),
    );
    const c = column(resource, part);
    const isNew = NUMBERED.has(c.kind) && isSampled(c, resource, checks);
    // Nobody gives a row what the database makes.
    const isMade = shared.some((other) => column(resource, other).generatedAlways);
    if (shared.length === 0 || !isFree || isPaired || !isNew || isMade) return [];
    const overrides = sharedOverrides(source, shared, 'row', 'made');
    return overrides ? [`{ ${overrides} }`] : [];
  });
}

const NUMBERED = new Set<ColumnModel['kind']>(['text', 'uuid', 'integer', 'bigint', 'decimal']);

const TYPED = new Set<ColumnModel['kind']>([
  'uuid',
  'integer',
  'bigint',
  'decimal',
  'float',
  'timestamp',
  'date',
]);

/** A value that no sample row has, as source text. */
export function missingValue(c: ColumnModel): string | null {
  const text = missingText(c);
  return text === null ? null : sourceOf(c, text);
}

/** The same as it stands in a URL; where there is none, one that is valid, which is all that can be said where every one may be taken. */
export function keyText(c: ColumnModel): string {
  return missingText(c) ?? anyText(c);
}

function sourceOf({ jsType }: ColumnModel, text: string): string {
  if (jsType === 'Date') return 'new Date(0)';
  if (jsType === 'bigint') return `${text}n`;
  return jsType === 'number' ? text : quote(text);
}

/** One that is valid, as source text. */
function anyValue(c: ColumnModel): string {
  return c.kind === 'boolean' ? anyText(c) : quote(anyText(c));
}

function anyText({ kind, enumValues, sqlType }: ColumnModel): string {
  if (kind === 'enum') return enumValues?.find(isReachable) ?? '';
  if (kind === 'boolean') return 'true';
  return kind === 'network'
    ? `${sqlType === 'macaddr8' ? 'ff:ff:' : ''}ff:ff:ff:ff:ff:ff`
    : 'missing';
}

function missingText(c: ColumnModel): string | null {
  if (c.kind === 'uuid') return 'ffffffff-ffff-4fff-bfff-ffffffffffff';
  if (c.kind === 'integer') return c.sqlType.startsWith('small') ? '32767' : '2147483647';
  if (c.kind === 'bigint') return '9007199254740991';
  if (c.kind === 'float') return '1e30';
  if (c.kind === 'text')
    return c.length !== null && c.length < 7 ? '~'.repeat(c.length) : 'missing';
  if (c.kind === 'timestamp') {
    const hasZone = c.withTimezone || c.jsType === 'Date';
    return hasZone ? '1970-01-01T00:00:00.000Z' : '1970-01-01T00:00:00.000';
  }
  if (c.kind === 'date') return '1970-01-01';
  if (c.kind === 'decimal') return largest(c);
  if (c.kind === 'time') return c.withTimezone ? '23:59:59+00' : '23:59:59';
  if (c.kind === 'interval') return 'P9999D';
  return c.kind === 'network' && !c.sqlType.startsWith('mac') ? '255.255.255.254' : null;
}

/** Source text of the text that stands for a Date, in JSON and in a URL. */
export function dateText(date: string, { kind }: ColumnModel): string {
  return kind === 'date' ? `${date}.toISOString().slice(0, 10)` : `${date}.toISOString()`;
}

/** A number that sample rows do not get to. */
function largest({ precision, scale }: ColumnModel): string {
  return '9'.repeat(Math.min(precision === null ? 9 : Math.max(precision - (scale ?? 0), 1), 9));
}
