import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../../src/kit/package.ts';

/** A file as it lies in a service. */
export interface ServiceFile {
  text: string;
  executable: boolean;
}

/** What is copied as it stands: what every service has, and in a folder each what a feature brings. */
const SERVICE = join(packageRoot(), 'templates/service');
const FEATURES = join(packageRoot(), 'templates/features');

/** What working inside `templates/service` leaves behind. */
const LEFTOVER = /^(node_modules|dist|\.postgres|drizzle|coverage|package-lock\.json|\.env)(\/|$)/;

/** The files of `templates/service` by their paths in a service, with words put in for their names in braces. */
export function templateFiles(words: Record<string, string>): Map<string, ServiceFile> {
  return new Map(copied(SERVICE, words));
}

/** The files of features, by their paths in a service: two that exclude each other may have one path. */
export function featureFiles(
  words: Record<string, string>,
  features: readonly string[],
): Map<string, ServiceFile> {
  return new Map(features.flatMap((feature) => copied(join(FEATURES, feature), words)));
}

/** The files of a folder by path; none where there is no such folder. */
export function filesIn(folder: string): Map<string, ServiceFile> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = relative(folder, file).split(sep).join('/');
      const executable = (statSync(file).mode & 0o100) !== 0;
      return [path, { text: readFileSync(file, 'utf8'), executable }];
    }),
  );
}

function copied(folder: string, words: Record<string, string>): [string, ServiceFile][] {
  const templates = [...filesIn(folder)].filter(([path]) => !LEFTOVER.test(path));
  return templates.map(([path, file]) => [
    servicePath(path),
    { ...file, text: filled(file.text, words) },
  ]);
}

/** Names that npm would drop are stored with an underscore. */
function servicePath(path: string): string {
  return path.replaceAll(/(?<=^|\/)_/g, '.');
}

function filled(text: string, words: Record<string, string>): string {
  return Object.entries(words).reduce(
    (done, [name, word]) => done.replaceAll(`{{${name}}}`, word),
    text,
  );
}
