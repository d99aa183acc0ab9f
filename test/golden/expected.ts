import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { unifiedDiff } from '../../src/apply/diff.ts';
import { manifestPath } from '../../src/service/manifest.ts';
import { type Case, templatesOf } from './cases.ts';
import { filesIn, type ServiceFile } from './templates.ts';

type Service = ReadonlyMap<string, ServiceFile>;

/**
 * The files that a case is expected to come to, by path: those of `templates/service`, each and every one, those of features
 * that its manifest names, and those of its folder.
 */
export function expectedOf(one: Case): Map<string, ServiceFile> {
  const { service, features } = templatesOf(one);
  const own = filesIn(expectedFolder(one));
  const { owners } = JSON.parse(own.get(manifestPath)?.text ?? '{"owners":{}}');
  const chosen = [...features].filter(([path]) => path in owners);
  return new Map([...service, ...chosen, ...own]);
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

/** The files in a case's folder that are copies of a template: none need be there. */
export function copiesIn(one: Case): string[] {
  const isCopy = copiesOf(one);
  const own = [...filesIn(expectedFolder(one))];
  return own.filter(([path, file]) => isCopy(path, file)).map(([path]) => path);
}

/** Makes the planned service the expected one. */
export function writeExpected(one: Case, planned: Service): void {
  const isCopy = copiesOf(one);
  rmSync(expectedFolder(one), { recursive: true, force: true });
  for (const [path, file] of planned) {
    if (isCopy(path, file)) continue;
    const at = join(expectedFolder(one), path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, file.text);
    if (file.executable) chmodSync(at, 0o755);
  }
}

function copiesOf(one: Case): (path: string, file: ServiceFile) => boolean {
  const { service, features } = templatesOf(one);
  return (path, file) =>
    [service, features].some((files) => isDeepStrictEqual(files.get(path), file));
}

function expectedFolder({ folder }: Case): string {
  return join(folder, 'expected');
}
