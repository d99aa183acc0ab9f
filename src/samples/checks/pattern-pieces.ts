import { createRequire } from 'node:module';
import type * as Regexpp from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import { ALPHABETS, DIGITS, LOWER } from '../alphabets.ts';

/** One character of a few, so many times. */
export interface Run {
  alphabet: string;
  least: number;
  most: number;
}

/** What stands fixed in a text, or may be chosen. */
export type Piece = string | Run;

/** Those of most characters first, small letters before capitals; what else can be printed comes last. */
const PLEASANT = ALPHABETS.toSorted((a, b) => b.length - a.length || (a < b ? 1 : -1));
const PRINTED = Array.from({ length: 94 }, (_, at) => String.fromCodePoint(0x21 + at));

/**
 * Takes a pattern apart into the pieces of a text that it may well take: of alternatives the first, of what may be there nothing.
 *
 * @returns undefined where it looks around, or back at what it took before
 */
export function piecesOf({ source, flags }: RegExp): Piece[] | undefined {
  // Few schemas have such a check, so it is loaded for those alone.
  const { RegExpParser } = createRequire(import.meta.url)(
    '@eslint-community/regexpp',
  ) as typeof Regexpp;
  const pattern = new RegExpParser().parsePattern(source);
  const [first] = pattern.alternatives;
  const pieces = first && sequence(first, flags);
  if (!pieces) return undefined;
  // Where its end is open, anything may follow.
  const isClosed = first.elements.at(-1)?.type === 'Assertion';
  return isClosed ? pieces : [...pieces, run(DIGITS + LOWER, 0, Infinity)];
}

const run = (alphabet: string, least: number, most: number): Run => ({ alphabet, least, most });

function sequence({ elements }: AST.Alternative, flags: string): Piece[] | undefined {
  const found: Piece[] = [];
  for (const element of elements) {
    const pieces = piecesFor(element, flags);
    if (!pieces) return undefined;
    found.push(...pieces);
  }
  return found;
}

function piecesFor(element: AST.Element, flags: string): Piece[] | undefined {
  switch (element.type) {
    case 'Assertion':
      return element.kind === 'start' || element.kind === 'end' ? [] : undefined;
    case 'Character':
      return [String.fromCodePoint(element.value)];
    case 'CharacterSet':
    case 'CharacterClass':
      return oneOf(element.raw, flags);
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives[0] && sequence(element.alternatives[0], flags);
    case 'Quantifier':
      return repeated(element, flags);
    default:
      return undefined;
  }
}

/** The characters of a class, or those of them that read well. */
function oneOf(source: string, flags: string): Piece[] | undefined {
  const one = new RegExp(`^${source}$`, flags);
  const isIn = (character: string) => one.test(character);
  const alphabet =
    PLEASANT.find((all) => all.split('').every(isIn)) ?? PRINTED.filter(isIn).join('');
  if (alphabet !== '') return [run(alphabet, 1, 1)];
  return isIn(' ') ? [' '] : undefined;
}

function repeated({ element, min, max }: AST.Quantifier, flags: string): Piece[] | undefined {
  const pieces = piecesFor(element, flags);
  const [only] = pieces ?? [];
  if (pieces?.length === 1 && typeof only === 'object')
    return [run(only.alphabet, only.least * min, only.most * max)];
  return pieces && Array.from({ length: min }, () => pieces).flat();
}
