import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { unifiedDiff } from '../../src/apply/diff.ts';
import { manifestPath } from '../../src/service/manifest.ts';
import { type Case, templatesOf } from './cases.ts';
import { filesIn, type ServiceFile } from './templates.ts';

type Service = ReadonlyMap<string, ServiceFile>;

/** The case whose folder holds, for all of them, what features add to templates. */
const COMPLETE = 'shop';

/**
 * The files that a case is expected to come to, by path: those of `templates/service`, each and every one, those of features
 * that its manifest names, what features make of both in the complete case, and those of its folder.
 */
export function expectedOf(one: Case): Map<string, ServiceFile> {
  const own = filesIn(expectedFolder(one));
  const { owners } = JSON.parse(own.get(manifestPath)?.text ?? '{"owners":{}}');
  return new Map([...sharedBy(one, (path) => path in owners), ...own]);
}

/** What a case need not hold itself. */
function sharedBy(one: Case, isPlanned: (path: string) => boolean): Map<string, ServiceFile> {
  const { service, features } = templatesOf(one);
  // What takes the place of a file that every service has is always there.
  const brought = [...features].filter(([path]) => isPlanned(path) || service.has(path));
  const templates = new Map([...service, ...brought]);
  if (one.name === COMPLETE) return templates;
  const composed = [...filesIn(expectedFolder(one, COMPLETE))];
  return new Map([...templates, ...composed.filter(([path]) => templates.has(path))]);
}

/** How the planned service differs from the expected one, in full for the first file; '' when it does not. */
export function difference(expected: Service, planned: Service): string {
  const paths = [...new Set([...expected.keys(), ...planned.keys()])].toSorted();
  const differing = paths.filter(
    (path) => !isDeepStrictEqual(expected.get(path), planned.get(path)),
  );
  const [first, ...others] = differing;
  if (first === undefined) return '';
  const rest = others.length > 0 ? `\nThese differ too:\n  ${others.join('\n  ')}\n` : '';
  const diff = fileDifference(first, expected.get(first), planned.get(first));
  return `${diff}${rest}\nIf it is meant to be so: npm run test:update, and read the diff.`;
}

function fileDifference(path: string, expected?: ServiceFile, planned?: ServiceFile): string {
  const missing = planned ? '' : `${path} is expected and not planned.\n`;
  const unknown = expected ? '' : `${path} is planned and not expected.\n`;
  const mayRun = planned?.executable === true ? 'may be run, and should not' : 'can not be run';
  const isOtherMode = expected && planned && expected.executable !== planned.executable;
  const mode = isOtherMode ? `${path} ${mayRun}.\n` : '';
  const diff = unifiedDiff(path, Buffer.from(expected?.text ?? ''), planned?.text ?? '');
  return `${missing}${unknown}${mode}${diff}`;
}

/** The files in a case's folder that are copies of what it shares with others: none need be there. */
export function copiesIn(one: Case): string[] {
  const own = filesIn(expectedFolder(one));
  const shared = sharedBy(one, (path) => own.has(path));
  return [...own].filter(([path, file]) => isSame(shared.get(path), file)).map(([path]) => path);
}

/** Makes the planned service the expected one. The complete case must be written first. */
export function writeExpected(one: Case, planned: Service): void {
  const shared = sharedBy(one, (path) => planned.has(path));
  rmSync(expectedFolder(one), { recursive: true, force: true });
  for (const [path, file] of planned) {
    if (isSame(shared.get(path), file)) continue;
    const at = join(expectedFolder(one), path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, file.text);
    if (file.executable) chmodSync(at, 0o755);
  }
}

/** The complete case first: what the others hold depends on it. */
export function byDependence(all: Case[]): Case[] {
  return all.toSorted((a, b) => Number(b.name === COMPLETE) - Number(a.name === COMPLETE));
}

const isSame = isDeepStrictEqual;

function expectedFolder({ folder }: Case, name = basename(folder)): string {
  return join(dirname(folder), name, 'expected');
}
