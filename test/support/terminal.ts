import type { Terminal } from '../../src/terminal.ts';

export interface RecordedTerminal extends Terminal {
  /** Everything that was written, without colours. */
  text: () => string;
}

/** A terminal that nobody sits at and that remembers what was written. */
export function recordedTerminal(over: Partial<Terminal> = {}): RecordedTerminal {
  const written: string[] = [];
  return {
    cwd: process.cwd(),
    env: process.env,
    interactive: false,
    live: false,
    signal: new AbortController().signal,
    write: (text) => void written.push(text),
    paint: (_, text) => text,
    ...over,
    text: () => written.join(''),
  };
}
