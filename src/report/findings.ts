import type { Finding } from '../schema/lint.ts';
import type { Notice } from '../schema/table.ts';
import { groupBy } from '../group.ts';
import { say, type Terminal, wrap } from '../terminal.ts';

const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/** Prints findings by table, each with its fix. */
export function printFindings(terminal: Terminal, findings: Finding[]): void {
  for (const [table, found] of groupBy(findings, (finding) => finding.table)) {
    say(terminal, terminal.paint('bold', table));
    for (const { severity, rule, message, fix } of found) {
      const label = terminal.paint(colours[severity], severity.padEnd(7));
      say(terminal, `  ${label}  ${message}  ${terminal.paint('dim', rule)}`);
      for (const line of wrap(fix, 80)) say(terminal, terminal.paint('dim', `           ${line}`));
    }
  }
}

/** `2 errors, 1 warning`, or `nothing found`. */
export function countFindings(findings: Finding[]): string {
  const counts = (['error', 'warning', 'info'] as const)
    .map((severity) => [severity, findings.filter((f) => f.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) =>
      severity === 'info' || count === 1 ? `${count} ${severity}` : `${count} ${severity}s`,
    );
  return counts.join(', ') || 'nothing found';
}

/** Prints what the service could not have exactly as the schema says. */
export function printNotices(terminal: Terminal, notices: Notice[]): void {
  for (const { subject, message } of notices) {
    const [first = '', ...more] = wrap(subject === null ? message : `${subject}: ${message}`, 94);
    say(terminal, `  ${terminal.paint('yellow', '!')} ${first}`);
    for (const line of more) say(terminal, `    ${line}`);
  }
}
