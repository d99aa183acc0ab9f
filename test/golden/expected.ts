import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unifiedDiff } from '../../src/apply/diff.ts';
import { filesOf } from '../support/folder.ts';
import type { Case } from './cases.ts';

/** The case that holds every file of its service; the others hold only what is not the same there. */
const COMPLETE = 'shop';

/** The files that a case is expected to come to, by path; none where it has never been written. */
export function expectedOf(one: Case, planned: ReadonlyMap<string, string>): Map<string, string> {
  const own = new Map(Object.entries(filesIn(expectedFolder(one))));
  for (const path of planned.keys()) {
    const shared = join(expectedFolder(one, COMPLETE), path);
    if (!own.has(path) && existsSync(shared)) own.set(path, readFileSync(shared, 'utf8'));
  }
  return own;
}

/** How the planned service differs from the expected one, in full for the first file; '' when it does not. */
export function difference(
  expected: ReadonlyMap<string, string>,
  planned: ReadonlyMap<string, string>,
): string {
  const paths = [...new Set([...expected.keys(), ...planned.keys()])].toSorted();
  const differing = paths.filter((path) => expected.get(path) !== planned.get(path));
  const [first, ...others] = differing;
  if (first === undefined) return '';
  const diff = unifiedDiff(first, Buffer.from(expected.get(first) ?? ''), planned.get(first) ?? '');
  const missing = planned.has(first) ? '' : `${first} is expected and not planned.\n`;
  const unknown = expected.has(first) ? '' : `${first} is planned and not expected.\n`;
  const rest = others.length > 0 ? `\nThese differ too:\n  ${others.join('\n  ')}\n` : '';
  return `${missing}${unknown}${diff}${rest}\nIf it is meant to be so: npm run test:update, and read the diff.`;
}

/** Makes the planned service the expected one. The complete case must be written first. */
export function writeExpected(one: Case, planned: ReadonlyMap<string, string>): void {
  rmSync(expectedFolder(one), { recursive: true, force: true });
  const complete = one.name === COMPLETE ? {} : filesIn(expectedFolder(one, COMPLETE));
  for (const [path, content] of planned) {
    if (complete[path] === content) continue;
    const file = join(expectedFolder(one), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** The complete case first: what the others hold depends on it. */
export function byDependence(all: Case[]): Case[] {
  return all.toSorted((a, b) => Number(b.name === COMPLETE) - Number(a.name === COMPLETE));
}

function expectedFolder(one: Case, name = one.name): string {
  return join(dirname(one.folder), name, 'expected');
}

function filesIn(folder: string): Record<string, string> {
  return existsSync(folder) ? filesOf(folder) : {};
}
