import type { Column } from '../schema/table.ts';
import type { ColumnHint } from './checks/reading.ts';
import { plainCode, quote } from '../code.ts';
import { codes, escaped, type Limits, type TextSample } from './codes.ts';
import { namesOf } from '../model/names.ts';
import { splitWords, capitalize } from '../words.ts';
import { TEXT_SAMPLES } from './names.ts';
import { constant, MOST_NUMBERS, operand, pick, type Sample, type SampleContext } from './type.ts';

/** Row numbers that show every width and every value of a list. */
const TRIALS = [
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  35,
  36,
  99,
  100,
  1296,
  54_321,
  999_999,
  MOST_NUMBERS - 1,
];

/** A text that fits the column's length and checks: the first form that does, for a key the first without repeats. */
export function textSample(column: Column, context: SampleContext): Sample {
  const hint = context.hints?.[column.key];
  const limits = limitsOf(column, hint);
  const fits = (sample: TextSample) => isWithin(sample, limits);
  const chosen = choose(candidatesFor(column, context, limits), context.unique, (sample) => {
    return fits(sample) && satisfies(sample, hint);
  });
  if (chosen) return chosen;
  const fallback = choose(candidatesFor(column, context, limits), context.unique, fits);
  return { ...(fallback ?? constant("''")), unmet: hint?.checks ?? [] };
}

function choose(
  candidates: Iterable<TextSample>,
  unique: boolean,
  fits: (sample: TextSample) => boolean,
): TextSample | undefined {
  let best: TextSample | undefined;
  for (const sample of candidates) {
    if (sample.capacity <= (best?.capacity ?? 0) || !fits(sample)) continue;
    if (!unique || sample.capacity === Infinity) return sample;
    best = sample;
  }
  return best;
}

function limitsOf({ sqlType, length }: Column, hint: ColumnHint | undefined): Limits {
  const isPadded = /^(char|character|bpchar)\b(?! varying)/.test(sqlType);
  // A shorter value of a char(n) comes back with spaces at its end.
  const fixed = isPadded ? (length ?? (sqlType === 'bpchar' ? null : 1)) : null;
  return {
    least: Math.max(hint?.minLength ?? 0, fixed ?? 1),
    most: Math.min(hint?.maxLength ?? Infinity, length ?? Infinity, fixed ?? Infinity),
  };
}

function isWithin({ valueAt }: TextSample, { least, most }: Limits): boolean {
  return TRIALS.every((n) => {
    const { length } = valueAt(n);
    return length >= least && length <= most;
  });
}

function satisfies({ valueAt }: TextSample, hint: ColumnHint | undefined): boolean {
  const { patterns = [], excluded = [] } = hint ?? {};
  return TRIALS.every((n) => {
    const value = valueAt(n);
    const matches = patterns.every(({ regex, negated }) => regex.test(value) !== negated);
    return matches && !excluded.includes(value);
  });
}

const GENERAL = ['{Column} {n}', '{the-thing}-{n}', '{X}{n}', '{n:x64}', '{n}'];

/** Every form that a text may take, the most pleasant first. */
function* candidatesFor(
  column: Column,
  context: SampleContext,
  limits: Limits,
): Generator<TextSample> {
  const name = splitWords(column.key).join('_');
  const pattern = (form: string) =>
    fromPattern(fillIn(form, (word) => wordFor(word, column, context)));
  for (const { values } of TEXT_SAMPLES.filter((entry) => entry.name.test(name))) {
    if (typeof values === 'string') {
      yield pattern(values);
      continue;
    }
    yield fromList(values);
    yield pattern(`${values[0]} {n}`);
    yield pattern(`${values[0]}{n}`);
  }
  for (const form of GENERAL) yield pattern(form);
  yield* codes(limits, context.hints?.[column.key]);
}

function wordFor(name: string, { key }: Column, { table }: SampleContext): string | undefined {
  switch (name) {
    case 'thing':
      return namesOf(table).humanOne;
    case 'Thing':
      return namesOf(table).titleOne;
    case 'the-thing':
      return namesOf(table).kebabOne;
    case 'X':
      return namesOf(table).titleOne.charAt(0);
    case 'Column':
      return capitalize(splitWords(key).join(' '));
    case 'the-column':
      return splitWords(key).slice(0, -1).join('-');
    default:
      return undefined;
  }
}

const fillIn = (pattern: string, words: (name: string) => string | undefined) =>
  pattern.replace(/\{([A-Za-z-]+)\}/g, (whole, name: string) => words(name) ?? whole);

function fromList(values: string[]): TextSample {
  return {
    ...pick(values.map(quote)),
    valueAt: (n) => values[(n - 1) % values.length] ?? '',
  };
}

const NUMBER = /\{n(?::(x?)(\d+))?\}/g;

function fromPattern(pattern: string): TextSample {
  return {
    valueAt: (n) =>
      pattern.replace(NUMBER, (_, hex: string | undefined, width = '0') =>
        n.toString(hex ? 16 : 10).padStart(Number(width), '0'),
      ),
    code: (n) => {
      const parts = pattern.split(/(\{n[^}]*\})/).filter(Boolean);
      const sources = parts.map((part) => (part.startsWith('{n') ? digits(part, n) : undefined));
      // One placeholder alone is a text already, unless it is the bare number.
      if (parts.length === 1 && sources[0] && sources[0] !== n) return plainCode(sources[0]);
      const inner = parts.map((part, i) => (sources[i] ? `\${${sources[i]}}` : escaped(part)));
      return plainCode(`\`${inner.join('')}\``);
    },
    capacity: Infinity,
  };
}

/** The source text of `{n:4}`. */
function digits(placeholder: string, n: string): string {
  const [, hex, width] = new RegExp(NUMBER.source).exec(placeholder) ?? [];
  if (!width) return n;
  const text = hex ? `${operand(n)}.toString(16)` : `String(${n})`;
  return `${text}.padStart(${width}, '0')`;
}
