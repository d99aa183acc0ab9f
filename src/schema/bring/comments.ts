import type { Comment } from 'oxc-parser';
import type { Span } from './parse.ts';

interface Text {
  source: string;
  statements: Span[];
  comments: Comment[];
}

/** A statement with the comments that belong to it. */
interface Block extends Span {
  /** Comments that stand for themselves above it: a heading for what follows. */
  headings: Span[];
}

/** Comments about the line below, which mean nothing without it. */
const ABOUT_NEXT = /@ts-(ignore|expect-error)|-next-line/;

/**
 * What goes with statements that go: the comments directly above them and behind them on their line, and a heading whose
 * statements all go. What stands above the first statement of a file is about the file, and stays.
 */
export function removedSpans(text: Text, isRemoved: (position: number) => boolean): Span[] {
  const blocks = blocksOf(text);
  return blocks.flatMap((block, position) => {
    const own = isRemoved(position) ? [wholeLines(block, text.source)] : [];
    const next = blocks.findIndex((one, at) => at > position && one.headings.length > 0);
    const section = blocks.slice(position, next === -1 ? undefined : next);
    const isEmpty = section.every((_, at) => isRemoved(position + at));
    const headings = position > 0 && isEmpty ? block.headings : [];
    return [...headings.map((heading) => wholeLines(heading, text.source)), ...own];
  });
}

function blocksOf({ source, statements, comments }: Text): Block[] {
  let end = 0;
  return statements.map((statement, position) => {
    const before = comments.filter((one) => one.start >= end && one.end <= statement.start);
    const isFirst = position === 0;
    const above = before.filter((one) => isFirst || startsLine(one, source));
    const { start, headings } = attached(above, statement, source, isFirst);
    end = endOfLine(statement, { source, statements, comments });
    return { start, end, headings };
  });
}

/** The comments that touch a statement from above, and those that an empty line keeps apart. */
function attached(
  above: Comment[],
  statement: Span,
  source: string,
  isFirst: boolean,
): Pick<Block, 'start' | 'headings'> {
  let { start } = statement;
  let count = above.length;
  for (const comment of above.toReversed()) {
    const isApart = /\n\s*\n/.test(source.slice(comment.end, start));
    if (isApart || (isFirst && !ABOUT_NEXT.test(comment.value))) break;
    ({ start } = comment);
    count -= 1;
  }
  return { start, headings: above.slice(0, count) };
}

const startsLine = ({ start }: Span, source: string) => {
  const line = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
  return line.trim() === '';
};

/** Where a statement ends together with the comments behind it. */
function endOfLine({ end }: Span, { source, comments }: Text): number {
  const newline = source.indexOf('\n', end);
  const line = newline === -1 ? source.length : newline;
  const behind = comments.filter((one) => one.start >= end && one.start < line);
  const isBehind = behind.every((one) =>
    /^\s*$/.test(source.slice(end, one.start).replace(/\/\*.*?\*\//g, '')),
  );
  return isBehind ? Math.max(end, ...behind.map((one) => one.end)) : end;
}

/** A span with its indentation and its line's end, where nothing else stands on the line. */
function wholeLines({ start, end }: Span, source: string): Span {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const newline = source.indexOf('\n', end);
  const lineEnd = newline === -1 ? source.length : newline + 1;
  const isAlone =
    source.slice(lineStart, start).trim() === '' && source.slice(end, lineEnd).trim() === '';
  return isAlone ? { start: lineStart, end: lineEnd } : { start, end };
}
