import { type Code, code, imported, plainCode, quote } from '../code.ts';
import type { NewColumn, TypeWord } from './new-table.ts';

/** A default as the call that is added to the column's builder, or what is wrong with it. */
export type DefaultCall =
  | { call: Code; problem?: undefined }
  | { problem: string; call?: undefined };

interface DefaultRule {
  /** What can be given, as a clause. */
  takes: string;
  /** Undefined where the value is none of the type. */
  call: (value: string, args: string[]) => Code | string | undefined;
}

const whole = (least: bigint, most: bigint): DefaultRule => ({
  takes: `a whole number from ${least} to ${most}`,
  call: (value) => {
    if (!/^-?\d+$/.test(value)) return undefined;
    const number = BigInt(value);
    return number >= least && number <= most ? `.default(${number})` : undefined;
  },
});

const measured: DefaultRule = {
  takes: 'a number',
  call: (value) =>
    /^-?\d+(?:\.\d+)?$/.test(value) && Number.isFinite(Number(value))
      ? `.default(${Number(value)})`
      : undefined,
};

const big = 2n ** 63n;

const rules: Record<TypeWord, DefaultRule> = {
  text: { takes: 'any text', call: (value) => `.default(${quote(value)})` },
  varchar: {
    takes: 'a text that is no longer than the column allows',
    call: (value, [length]) =>
      Array.from(value).length <= Number(length) ? `.default(${quote(value)})` : undefined,
  },
  boolean: {
    takes: 'true or false',
    call: (value) => (/^(?:true|false)$/.test(value) ? `.default(${value})` : undefined),
  },
  integer: whole(-2_147_483_648n, 2_147_483_647n),
  smallint: whole(-32_768n, 32_767n),
  bigint: {
    takes: `a whole number from ${-big} to ${big - 1n}`,
    // As SQL: drizzle-kit can not write a JavaScript bigint into its snapshot.
    call: (value) =>
      /^-?\d+$/.test(value) && BigInt(value) >= -big && BigInt(value) < big
        ? code`.default(${imported('sql')}\`${String(BigInt(value))}\`)`
        : undefined,
  },
  numeric: { takes: 'a number that fits its digits', call: decimalDefault },
  real: measured,
  double: measured,
  date: {
    takes: 'now, or a day such as 2024-02-29',
    call: (value) => nowOr(value, /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value)),
  },
  time: {
    takes: 'now, or a time such as 09:30',
    call: (value) => nowOr(value, /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(value)),
  },
  timestamp: { takes: 'now', call: (value) => nowOr(value, false) },
  uuid: { takes: 'random', call: (value) => (value === 'random' ? '.defaultRandom()' : undefined) },
  enum: {
    takes: 'one of its values',
    call: (value, values) => (values.includes(value) ? `.default(${quote(value)})` : undefined),
  },
  jsonb: { takes: 'a JSON object or list without single quotes', call: jsonDefault },
};

/** The default of a column that has one. */
export function defaultOf({ type, args, default: value }: NewColumn): DefaultCall {
  const { takes, call: write } = rules[type];
  const call = write(value ?? '', args);
  if (call === undefined) {
    return { problem: `the default "${value}" will not do: it takes ${takes}.` };
  }
  return { call: typeof call === 'string' ? plainCode(call) : call };
}

/** What can be given as the default of a type, for whoever is asked for one. */
export function takenDefault(type: TypeWord): string {
  return rules[type].takes;
}

function nowOr(value: string, isFine: boolean): string | undefined {
  if (value === 'now') return '.defaultNow()';
  return isFine ? `.default(${quote(value)})` : undefined;
}

function isDay(value: string): boolean {
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function decimalDefault(value: string, [precision, scale = '0']: string[]): string | undefined {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(value);
  if (!match) return undefined;
  const [, digits = '', fraction = ''] = match;
  const isFree = precision === undefined;
  const places = Number(precision) - Number(scale);
  const fits = digits.replace(/^0+/, '').length <= places && fraction.length <= Number(scale);
  return isFree || fits ? `.default(${quote(value)})` : undefined;
}

/** drizzle-kit writes a quote into the migration as it is, and a bare value as if it were SQL. */
function jsonDefault(value: string): string | undefined {
  if (value.includes("'")) return undefined;
  try {
    const json: unknown = JSON.parse(value);
    return typeof json === 'object' && json !== null
      ? `.default(${JSON.stringify(json)})`
      : undefined;
  } catch {
    return undefined;
  }
}
