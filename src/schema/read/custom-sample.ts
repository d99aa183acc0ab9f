import type { Column } from 'drizzle-orm';
import type { JsType } from '../table.ts';

const MOMENT = new Date('2024-01-02T03:04:05.000Z');

/** Values that Postgres accepts as text for types whose format is their own. */
const LITERALS: [RegExp, unknown[]][] = [
  [/^((small|big)?(int|serial)|int[248]|integer|real|double|float|oid)\b/, [1, '1']],
  [/^(numeric|decimal|money)\b/, ['1', 1]],
  [/^bool/, [true]],
  [/^(timestamp|date)/, [MOMENT.toISOString(), MOMENT]],
  [/^jsonb?$/, [{}, '{}']],
  [/^uuid$/, ['3f2c8a54-6a1e-4c3b-9d5f-0b1a2c3d4e5f']],
  [/^(inet|cidr)$/, ['127.0.0.1']],
  [/^hstore$/, ['"a"=>"1"']],
  [/^xml$/, ['<a/>']],
  [/^(geography|geometry)\b/, ['POINT(1 2)', { x: 1, y: 2 }, [1, 2]]],
  [/^(int[48]|num)range$/, ['[1,10)']],
  [/^(ts|tstz|date)range$/, ['[2024-01-02,2024-01-03)']],
  [/^(int[48]|num)multirange$/, ['{[1,10)}']],
  [/^(ts|tstz|date)multirange$/, ['{[2024-01-02,2024-01-03)}']],
  [/^point$/, ['(1,2)', [1, 2], { x: 1, y: 2 }]],
];

const FALLBACKS = ['sample', 1, true, MOMENT, {}, ['sample'], [1]];

/** A value that a custom type's own mapping takes, and how JavaScript would hold it. */
export interface CustomSample {
  sample: unknown;
  jsType: JsType;
}

/**
 * Tries values on a custom type's `toDriver`, those that suit its SQL type first, and keeps the first that it neither
 * refuses nor turns into nothing. Undefined when it takes none of them.
 */
export function findCustomSample(
  sqlType: string,
  mapping: Pick<Column, 'mapToDriverValue' | 'mapFromDriverValue'>,
): CustomSample | undefined {
  // What it reads as a number it takes as one.
  const read = isNumber(mapping) ? [1] : [];
  const accepted = [...read, ...literalsOf(sqlType.toLowerCase()), ...FALLBACKS].find((value) =>
    accepts(value, (given) => mapping.mapToDriverValue(given)),
  );
  if (accepted === undefined) return undefined;
  const isDate = accepted instanceof Date;
  return {
    sample: isDate ? accepted.toISOString() : accepted,
    jsType: isDate ? 'Date' : 'unknown',
  };
}

/** What reads any JSON reads a number as well, and is none for that. */
function isNumber(mapping: Pick<Column, 'mapFromDriverValue'>): boolean {
  const read = (text: string): unknown => {
    try {
      return mapping.mapFromDriverValue(text);
    } catch {
      return undefined;
    }
  };
  return read('1') === 1 && typeof read('[1]') !== 'object';
}

function literalsOf(sqlType: string): unknown[] {
  const [isVector, dimensions = '3'] = /^(?:vector|halfvec)(?:\((\d+)\))?$/.exec(sqlType) ?? [];
  if (isVector) return [Array.from({ length: Number(dimensions) }, () => 0.5)];
  return LITERALS.find(([pattern]) => pattern.test(sqlType))?.[1] ?? [];
}

/** What mappings make of values that they were not written for. */
const NONSENSE = new Set(['NaN', 'undefined', 'Invalid Date', '[object Object]']);

function accepts(value: unknown, mapToDriverValue: (value: unknown) => unknown): boolean {
  try {
    const driven = mapToDriverValue(value);
    if (driven === undefined || driven === null) return false;
    if (typeof driven === 'number') return !Number.isNaN(driven);
    if (driven instanceof Date) return !Number.isNaN(driven.getTime());
    return typeof driven !== 'string' || !NONSENSE.has(driven);
  } catch {
    return false;
  }
}
