import type { TypeName } from 'libpg-query';
import { nameOf } from './operand.ts';
import { asBoolean } from './operators.ts';
import { timeOf } from './times.ts';
import { isTime, type Time, UNKNOWN, type Value } from './value.ts';

const CASTS: Record<string, Time['is']> = {
  date: 'day',
  timestamp: 'moment',
  timestamptz: 'moment',
  time: 'clock',
  timetz: 'clock',
  interval: 'span',
};

/** The value as one of another type. */
export function cast(value: Value, typeName: TypeName | undefined): Value {
  const type = nameOf(typeName?.names);
  if (value === null || value === UNKNOWN) return value;
  const time = CASTS[type];
  if (time) return castTime(value, time);
  if (/^(int[248]|numeric|float[48])$/.test(type)) return castNumber(value, type);
  if (type === 'bool') return asBoolean(value);
  return value;
}

function castTime(value: Value, is: Time['is']): Value {
  if (typeof value === 'string') return timeOf(value, is) ?? UNKNOWN;
  if (!isTime(value)) return UNKNOWN;
  if (is === value.is || (is === 'moment' && value.is === 'day')) return { is, at: value.at };
  // At which hour a day begins is the session's time zone to say: a service has it at UTC.
  return is === 'day' && value.is === 'moment'
    ? { is, at: Math.floor(value.at / 86_400_000) * 86_400_000 }
    : UNKNOWN;
}

function castNumber(value: Value, type: string): Value {
  const number = typeof value === 'boolean' || typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number') return value;
  if (Number.isNaN(number)) return UNKNOWN;
  return type.startsWith('int') ? Math.round(number) : number;
}
