import type { Column } from '../schema/table.ts';
import { code, imported, plainCode, quote } from '../code.ts';
import { isReachable } from '../model/fields.ts';
import { keyOf } from '../model/roles.ts';
import {
  capacityOf,
  circle,
  constant,
  operand,
  pick,
  type Sample,
  type SampleContext,
} from './type.ts';
import { textSample } from './text.ts';

export const uuidSample: Sample = {
  code: (n) => code`${imported('sampleUuid')}(${n})`,
  capacity: Infinity,
};

export const booleanSample: Sample = {
  code: (n) => plainCode(`${circle(n, 2)} === 0`),
  capacity: 2,
};

export const bytesSample: Sample = {
  code: (n) => plainCode(`Buffer.from(\`bytes \${${n}}\`)`),
  capacity: Infinity,
};

/** Enum values in turn, without those that a check excludes, and in a key without those that no URL can hold. */
export function enumSample({ key, enumValues }: Column, { table, hints }: SampleContext): Sample {
  const excluded = hints?.[key]?.excluded ?? [];
  const isNamed = keyOf(table).includes(key);
  const allowed = (enumValues ?? []).filter(
    (value) => !excluded.includes(value) && (!isNamed || isReachable(value)),
  );
  return enumPick(allowed.map(quote));
}

/** Also a single one through `samplePick`, which keeps its type: on its own it would be taken for any text. */
export function enumPick(values: string[]): Sample {
  if (values.length !== 1) return pick(values);
  return { code: (n) => code`${imported('samplePick')}(${n}, ${values[0] ?? ''})`, capacity: 1 };
}

/** An object with text in it, which suits most `$type`s; an array where a check wants one. */
export function jsonSample({ key }: Column, { hints }: SampleContext): Sample {
  const type = hints?.[key]?.jsonType ?? 'object';
  const write = JSON_TYPES[type];
  const object: Sample = { code: (n) => plainCode(jsonObject(n)), capacity: Infinity };
  if (!write) return { ...object, unmet: hints?.[key]?.checks ?? [] };
  return { ...object, code: (n) => plainCode(write(n)) };
}

const jsonObject = (n: string) => `{ sample: \`value \${${n}}\` }`;

const JSON_TYPES: Record<string, (n: string) => string> = {
  object: jsonObject,
  array: (n) => `[\`value \${${n}}\`]`,
  string: (n) => `\`value \${${n}}\``,
  number: (n) => n,
};

/** Around the number, an ISO 8601 duration in this unit. */
const DURATIONS: Record<string, [string, string]> = {
  year: ['P', 'Y'],
  month: ['P', 'M'],
  day: ['P', 'D'],
  hour: ['PT', 'H'],
  minute: ['PT', 'M'],
  second: ['PT', 'S'],
};

/** Intervals: the number in the smallest unit that the column keeps. */
export function intervalSample({ sqlType }: Column): Sample {
  const unit = /(year|month|day|hour|minute)\s*(\(\d\))?$/.exec(sqlType)?.[1] ?? 'second';
  const [before, after] = DURATIONS[unit] as [string, string];
  return { code: (n) => plainCode(`\`${before}\${${n}}${after}\``), capacity: Infinity };
}

/** inet, cidr, macaddr and macaddr8, as Postgres writes them. */
export function networkSample({ sqlType }: Column): Sample {
  if (sqlType === 'inet') return { code: ip, capacity: Infinity };
  if (sqlType === 'cidr') return { code: (n) => code`${ip(n)} + '/32'`, capacity: Infinity };
  const digits = sqlType === 'macaddr8' ? 16 : 12;
  const hex = (n: string) => `${operand(n)}.toString(16).padStart(${digits}, '0')`;
  return {
    code: (n) => plainCode(`${hex(n)}.replace(/..(?!$)/g, '$&:')`),
    capacity: Infinity,
  };
}

const ip = (n: string) => code`${imported('sampleIp')}(${n})`;

/** vector and halfvec as an array of eighths, which both hold exactly; bit and sparsevec as text. */
export function vectorSample({ sqlType, length }: Column): Sample {
  const size = length ?? (Number(/\d+/.exec(sqlType)?.[0]) || 1);
  if (sqlType.startsWith('bit')) {
    const bits = (n: string) => code`${imported('sampleCode')}(${n}, ${size}, '01')`;
    return { code: bits, capacity: capacityOf(2 ** size) };
  }
  if (sqlType.startsWith('sparsevec')) {
    return { code: (n) => plainCode(`\`{1:\${${n}}}/${size}\``), capacity: Infinity };
  }
  return {
    code: (n) => plainCode(`Array.from({ length: ${size} }, (_, i) => ((${n} + i) % 8) / 8)`),
    capacity: 8,
  };
}

/** Points and lines, in the form in which the column's own mapping takes them: a tuple unless its sample is an object. */
export function geometrySample({ sqlType, customSample }: Column): Sample {
  const isObject = typeof customSample === 'object' && !Array.isArray(customSample);
  const names = sqlType === 'line' ? ['a', 'b', 'c'] : ['x', 'y'];
  const numbers = (n: string) => (sqlType === 'line' ? ['1', '-1', n] : [circle(n, 90), '0.5']);
  const write = (n: string) => {
    const values = numbers(n);
    if (!isObject) return `[${values.join(', ')}]`;
    return `{ ${values.map((value, i) => `${names[i]}: ${value}`).join(', ')} }`;
  };
  return { code: (n) => plainCode(write(n)), capacity: sqlType === 'line' ? Infinity : 90 };
}

/**
 * A custom type takes what its own mapping was seen to take. A plain word or a number stands for any other of its kind,
 * so that rows differ; the values of an unknown format are all the same.
 */
export function customTypeSample(column: Column, context: SampleContext): Sample {
  const value = column.customSample;
  const isText = /^(citext|text|varchar|tsvector|ltree)\b/.test(column.sqlType);
  if (isText && (value === undefined || typeof value === 'string')) {
    const [, length] = /^varchar\((\d+)\)/i.exec(column.sqlType) ?? [];
    const ofType = length === undefined ? column.length : Number(length);
    return textSample({ ...column, kind: 'text', length: ofType }, context);
  }
  if (typeof value === 'number') return countedSample(column, (n) => n);
  if (value === '1') return countedSample(column, (n) => `String(${n})`);
  if (column.jsType === 'Date') return constant(`new Date(${quote(String(value))})`);
  const isVector = /^(vector|halfvec)\(/i.test(column.sqlType) && Array.isArray(value);
  if (isVector) return vectorSample({ ...column, sqlType: column.sqlType.toLowerCase() });
  return constant(value === undefined ? "'sample'" : sourceOf(value));
}

/** The row's number, within what a `numeric(4, 3)` has room for. */
function countedSample({ sqlType }: Column, write: (n: string) => string): Sample {
  const [, precision, scale = '0'] = /\((\d+)(?:,\s*(\d+))?\)/.exec(sqlType) ?? [];
  const capacity = precision ? capacityOf(10 ** (Number(precision) - Number(scale))) : Infinity;
  const counted = (n: string) => write(capacity === Infinity ? n : circle(n, capacity));
  return { code: (n) => plainCode(counted(n)), capacity };
}

function sourceOf(value: unknown): string {
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}
