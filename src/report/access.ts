import type { AccessLine } from '../model/access/summary.ts';
import { say, type Terminal, wrap } from '../terminal.ts';

/** Prints who may do what with the rows of each resource, and how to open what is closed. */
export function printAccess(terminal: Terminal, lines: readonly AccessLine[]): void {
  if (lines.length === 0) return;
  say(terminal, terminal.paint('bold', 'Who may do what (admins all of it):'));
  const width = Math.min(28, Math.max(...lines.map(({ table }) => table.length)));
  const indent = ' '.repeat(width + 4);
  for (const { table, says, closed } of lines) {
    const [first = '', ...more] = wrap(says, 94 - width);
    const name = table.padEnd(width);
    say(terminal, `  ${closed ? terminal.paint('yellow', name) : name}  ${first}`);
    for (const line of more) say(terminal, `${indent}${line}`);
  }
  const choices = lines.flatMap((line) => line.choices.slice(0, 2));
  if (choices.length > 0) {
    const some = choices.slice(0, 3).map((choice) => `--access ${choice}`);
    const flags = `Closed ones can be opened: ${some.join(' or ')}${choices.length > 3 ? ' ...' : ''}`;
    for (const line of wrap(flags, 96)) say(terminal, `  ${terminal.paint('dim', line)}`);
  }
  say(terminal);
}
