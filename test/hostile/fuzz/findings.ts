import type { Fault } from './verdict.ts';

/** Faults that are alike count as one. */
export interface Finding extends Fault {
  operation: string;
  count: number;
  /** Where it was met first: the seed makes the same requests again, the command sends this one. */
  number: number;
  command: string;
}

export class Findings {
  private readonly found = new Map<string, Finding>();

  add(operation: string, fault: Fault, first: { number: number; command: string }): void {
    // A value in a message would make one finding of each request.
    const group = fault.detail.replaceAll(/"[^"]*"|\d+/g, '?').slice(0, 120);
    const key = `${operation}|${fault.kind}|${group}`;
    const known = this.found.get(key);
    if (known) known.count += 1;
    else this.found.set(key, { ...fault, ...first, operation, count: 1 });
  }

  all(): Finding[] {
    return [...this.found.values()];
  }
}

export function formatFinding(
  { kind, detail, operation, count, number, command }: Finding,
  seed: number,
): string {
  return [
    `${operation}: ${kind} (${count} times)`,
    `  ${detail.slice(0, 400)}`,
    `  request ${number} of seed ${seed}: ${command}`,
  ].join('\n');
}
