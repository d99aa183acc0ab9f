import { code, imported, quote } from '../code.ts';
import { ALPHABETS } from './alphabets.ts';
import { type Piece, piecesOf } from './checks/pattern-pieces.ts';
import type { ColumnHint } from './checks/reading.ts';
import { capacityOf, type Sample } from './type.ts';

/** A sample whose values are known here, so that lengths and patterns can be tried on them. */
export interface TextSample extends Sample {
  valueAt: (n: number) => string;
}

export interface Limits {
  least: number;
  most: number;
}

/** How long a code is where nothing says so. */
const USUAL = 8;

/** Codes of a fixed length, or of the form that a check wants, where nothing that reads better fits. */
export function* codes(
  { least, most }: Limits,
  hint: ColumnHint | undefined,
): Generator<TextSample> {
  const usual = Math.min(Math.max(USUAL, least), most);
  const others = hint?.patterns ? Array.from({ length: 40 }, (_, i) => i + 1) : [];
  for (const length of [usual, ...others]) {
    if (length < least || length > most) continue;
    for (const alphabet of ALPHABETS) yield fromCode(length, alphabet);
  }
  for (const { regex, negated } of hint?.patterns ?? []) if (!negated) yield* inPieces(regex);
}

/** Texts as a pattern wants them, with a code in the piece that has most room for one. */
function* inPieces(regex: RegExp): Generator<TextSample> {
  const pieces = piecesOf(regex) ?? [];
  const roomIn = (piece: Piece) =>
    typeof piece === 'string' ? 0 : piece.alphabet.length ** Math.min(piece.most, USUAL);
  const widest = pieces.toSorted((a, b) => roomIn(b) - roomIn(a))[0];
  if (widest === undefined || typeof widest === 'string') return;
  const at = pieces.indexOf(widest);
  const text = (piece: Piece) =>
    typeof piece === 'string' ? piece : piece.alphabet.charAt(0).repeat(piece.least);
  const before = pieces.slice(0, at).map(text).join('');
  const after = pieces
    .slice(at + 1)
    .map(text)
    .join('');
  const { alphabet, least, most } = widest;
  for (const length of new Set([Math.min(Math.max(USUAL, least), most), Math.max(1, least)])) {
    const { valueAt, code: write, capacity } = fromCode(length, alphabet);
    yield {
      valueAt: (n) => before + valueAt(n) + after,
      code: (n) => code`\`${escaped(before)}\${${write(n)}}${escaped(after)}\``,
      capacity,
    };
  }
}

function fromCode(length: number, alphabet: string): TextSample {
  const letters = alphabet === ALPHABETS[0] ? '' : `, ${quote(alphabet)}`;
  return {
    valueAt: (n) => codeOf(n, length, alphabet),
    code: (n) => code`${imported('sampleCode')}(${n}, ${length}${letters})`,
    capacity: capacityOf(alphabet.length ** length),
  };
}

function codeOf(n: number, length: number, alphabet: string): string {
  const digit = (place: number) => Math.floor(n / alphabet.length ** place) % alphabet.length;
  return Array.from({ length }, (_, i) => alphabet.charAt(digit(length - 1 - i))).join('');
}

/** Within backticks. */
export const escaped = (text: string) => text.replace(/[\\`]|\$(?=\{)/g, '\\$&');
