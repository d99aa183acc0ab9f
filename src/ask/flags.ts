import { parseArgs, type ParseArgsConfig } from 'node:util';
import { KitError } from '../errors.ts';
import type { FlagValues, Option } from './questionnaire.ts';

export interface Flags {
  values: FlagValues;
  positionals: string[];
}

/**
 * Parses a command's arguments against its options, which include the flags that are never asked about.
 * @throws KitError UNKNOWN_FLAG with the flag that was probably meant, INVALID_FLAG, TOO_MANY_ARGUMENTS
 */
export function parseFlags(argv: string[], options: readonly Option[], positionals: number): Flags {
  const config: ParseArgsConfig['options'] = {};
  for (const option of options) {
    if (option.flag === null) continue;
    config[option.flag] = {
      type: option.type === 'boolean' ? 'boolean' : 'string',
      multiple: option.type === 'list',
      ...(option.short ? { short: option.short } : {}),
    };
  }
  assertKnown(argv, config);
  const parsed = parse(argv, config);
  if (parsed.positionals.length > positionals) {
    throw new KitError(
      'TOO_MANY_ARGUMENTS',
      `Don't know what to do with "${parsed.positionals[positionals]}".`,
      'See --help for what can be passed.',
    );
  }
  return parsed;
}

function parse(argv: string[], options: NonNullable<ParseArgsConfig['options']>): Flags {
  try {
    const parsed = parseArgs({ args: argv, options, allowNegative: true, allowPositionals: true });
    return { values: parsed.values as FlagValues, positionals: parsed.positionals };
  } catch (error) {
    // Node's own sentence names the flag; what follows it explains the parser's rules at length.
    const message = (error as Error).message.split(/\.\s|\n/)[0] ?? '';
    throw new KitError('INVALID_FLAG', `${message}.`, 'See --help for what can be passed.');
  }
}

function assertKnown(argv: string[], options: NonNullable<ParseArgsConfig['options']>): void {
  const { tokens } = parseArgs({ args: argv, options, strict: false, tokens: true });
  const shorts = new Set(Object.values(options).map((option) => option.short));
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName } = token;
    const positive = name.replace(/^no-/, '');
    if (name in options || shorts.has(name)) continue;
    if (positive !== name && options[positive]?.type === 'boolean') continue;
    const guess = nearest(name, Object.keys(options));
    throw new KitError(
      'UNKNOWN_FLAG',
      `Unknown flag ${rawName}.`,
      guess ? `Did you mean --${guess}?` : 'See --help for what can be passed.',
    );
  }
}

/** The candidate that a misspelt word probably meant; undefined when none is near. */
export function nearest(word: string, candidates: string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.floor(word.length / 3))
    ? best.candidate
    : undefined;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
