import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, FeatureInput } from '../features/feature.ts';
import type { KitReference } from '../kit/package.ts';
import { tarballPath } from '../kit/package.ts';
import { lookUp } from '../render/lookup.ts';
import type { Schema } from '../schema/table.ts';
import type { PlannedFile } from './planned-file.ts';
import type { ServiceChoices } from './service.ts';
import { servicePackage } from './package-json.ts';
import { withParts } from './parts.ts';

interface BaseInput {
  answers: ServiceChoices;
  schema: Schema;
  kit: KitReference;
  /** Whether the service brings Node along as a package. */
  carriesNode: boolean;
  /** What the service has beside what all have. */
  features: readonly Feature[];
  /** What these see of it. */
  seen: FeatureInput;
}

/** Files of `templates/service` that generation replaces by its own. */
const REPLACED = [/^src\/db\/schema\//, /^src\/modules\/index\.ts$/, /^package-lock\.json$/];

/** Folders and files that working inside `templates/service` leaves behind. */
const LEFTOVER = /^(node_modules|dist|\.postgres|drizzle|coverage|\.env)(\/|$)/;

/** What a person changes from the first day on: written once, never touched again. */
const YOURS = [/^README\.md$/, /^\.env/, /^src\/config\/profiles\.ts$/, /^AGENTS\.md$/];

/**
 * The part of the service that does not depend on its tables: the files of `templates/service` and of its features, with the
 * choices filled in.
 *
 * @param templates where to look for each file, the first that has it counts; the last are the kit's
 * @returns the files, and the paths of those that are as they stand in the kit: formatted
 */
export function planBase(
  templates: readonly string[],
  input: BaseInput,
): { files: PlannedFile[]; formatted: Set<string> } {
  const base = filesOf(templates.map((one) => join(one, 'service')))
    .filter(({ path }) => !LEFTOVER.test(path) && !REPLACED.some((pattern) => pattern.test(path)))
    .map((file) => ({
      ...file,
      owner: YOURS.some((pattern) => pattern.test(file.path))
        ? ('yours' as const)
        : ('managed' as const),
    }));
  const own = input.features.flatMap((feature) =>
    planFeature(
      templates.map((one) => join(one, 'features', feature.name)),
      feature,
    ),
  );
  const replaced = new Set(own.map(({ path }) => path));
  const found = [...base.filter(({ path }) => !replaced.has(path)), ...own];
  const planned = withParts(found.map(plain), input.features, input.seen)
    .map((file) => ({ ...file, content: fill(file.path, file.content.toString(), input) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const kits = new Map(found.flatMap(({ path, text, isKits }) => (isKits ? [[path, text]] : [])));
  const formatted = planned.filter(({ path, content }) => kits.get(path) === content);
  return {
    files: [...planned, ...kitFiles(input.kit)],
    formatted: new Set(formatted.map(({ path }) => path)),
  };
}

/** A file where templates lie. */
interface Found {
  path: string;
  text: string;
  /** Whether it is the kit's own, and not one that takes its place. */
  isKits: boolean;
}

function plain({ path, text, owner }: Found & Pick<PlannedFile, 'owner'>): PlannedFile {
  return { path, content: text, owner };
}

/** A feature's own files. */
function planFeature(
  folders: readonly string[],
  { yours = [] }: Feature,
): (Found & Pick<PlannedFile, 'owner'>)[] {
  return filesOf(folders)
    .filter(({ path }) => !path.startsWith('resource/'))
    .map((file) => ({ ...file, owner: yours.includes(file.path) ? 'yours' : 'managed' }));
}

/** The files of folders by the paths that they have in a service. */
function filesOf(folders: readonly string[]): Found[] {
  const kits = folders.at(-1) ?? '';
  return [...lookUp(folders)].map(([path, file]) => ({
    path: servicePath(path),
    text: readFileSync(file, 'utf8'),
    isKits: file.startsWith(kits),
  }));
}

/** npm leaves dotfiles out of packages: `_gitignore` in the kit is `.gitignore` in the service. */
function servicePath(path: string): string {
  return path.replaceAll(/(?<=^|\/)_/g, '.');
}

function fill(path: string, content: string, input: BaseInput): string {
  const { answers, schema, kit } = input;
  if (path === 'package.json') return servicePackage(content, input);
  if (path === 'src/db/casing.ts') return withCasing(content, schema.casing);
  return content.replaceAll('{{name}}', answers.name).replaceAll('{{kit}}', kit.name);
}

/** @throws when the template no longer holds the value that is replaced: a schema's casing must not get lost silently */
function withCasing(content: string, casing: Schema['casing']): string {
  if (casing === null) return content;
  const filled = content.replace('= undefined;', `= '${casing}';`);
  if (filled === content)
    throw new Error('src/db/casing.ts of the templates has no value to replace');
  return filled;
}

/** The door to `plop resource`, and the packed kit where no registry has it. */
function kitFiles(kit: KitReference): PlannedFile[] {
  const plopfile: PlannedFile = {
    path: 'plopfile.js',
    content: `export { default } from '${kit.name}/plopfile';\n`,
    owner: 'managed',
  };
  if (!kit.tarball) return [plopfile];
  return [plopfile, { path: tarballPath(kit), content: kit.tarball, owner: 'managed' }];
}
