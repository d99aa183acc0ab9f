import type { Change } from '../apply/compare.ts';
import { sha256 } from '../apply/content.ts';
import { KitError } from '../errors.ts';
import type { Owner } from '../plan/planned-file.ts';

/** The manifest's place in a service. */
export const manifestPath = 'backend-kit.json';

export interface ManifestFile {
  path: string;
  owner: Owner;
  /** Of the file as the kit last wrote it. */
  sha256: string;
}

export interface ManifestResource {
  table: string;
  path: string;
  kind: 'resource' | 'list-only' | 'link' | 'skipped';
  /** Which routes were chosen for it; nothing where it has all that its kind can have. */
  routes?: 'append-only' | 'read-only';
}

/** What a service remembers of its creation. Holds no absolute path, no time and no secret, so that it can be committed. */
export interface Manifest {
  kit: { name: string; version: string };
  /** The answers that the service was created with, but for the folder. */
  answers: Record<string, unknown>;
  /** The command that creates the same service again. */
  reproduce: string;
  resources: ManifestResource[];
  files: ManifestFile[];
}

/**
 * What the manifest will say of each file. One that stays as a person has it keeps the hash of what the kit last wrote,
 * and so does one that the plan does not speak of.
 */
export function manifestFiles(
  outlooks: Pick<Change, 'file' | 'status'>[],
  previous?: Manifest,
): ManifestFile[] {
  const files = new Map(previous?.files.map((file) => [file.path, file]));
  for (const { file, status } of outlooks) {
    const { path, owner, content } = file;
    if (path === manifestPath) continue;
    if (status === 'remove') {
      files.delete(path);
      continue;
    }
    if ((status === 'kept' || status === 'conflict') && files.has(path)) continue;
    files.set(path, { path, owner, sha256: sha256(content) });
  }
  return [...files.values()];
}

/** The hash of each file as the kit last wrote it, by path; none where there is no manifest yet. */
export function pristineHashes(manifest: Pick<Manifest, 'files'> | undefined): Map<string, string> {
  return new Map(manifest?.files.map(({ path, sha256: hash }) => [path, hash]));
}

/** The manifest's text: the same for the same content, in whatever order it comes. */
export function formatManifest(manifest: Manifest): string {
  const sorted: Manifest = {
    kit: { name: manifest.kit.name, version: manifest.kit.version },
    answers: Object.fromEntries(byText(Object.entries(manifest.answers), ([key]) => key)),
    reproduce: manifest.reproduce,
    resources: byText(manifest.resources, (resource) => `${resource.table} ${resource.path}`),
    files: byText(manifest.files, (file) => file.path),
  };
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

/**
 * Reads a manifest's text.
 * @throws KitError MANIFEST_DAMAGED, saying what is wrong with it
 */
export function parseManifest(text: string): Manifest {
  const json = parseJson(text);
  const problem = manifestProblem(json);
  if (problem) throw damaged(problem);
  return json as unknown as Manifest;
}

function parseJson(text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged((error as Error).message);
  }
  if (!isRecord(json)) throw damaged('it is not an object');
  return json;
}

function manifestProblem(json: Record<string, unknown>): string | undefined {
  const { kit, answers, reproduce, resources, files } = json;
  if (!isRecord(kit) || typeof kit['name'] !== 'string' || typeof kit['version'] !== 'string') {
    return '"kit" must name the kit and its version';
  }
  if (!isRecord(answers)) return '"answers" is missing';
  if (typeof reproduce !== 'string') return '"reproduce" is missing';
  if (!Array.isArray(resources) || !resources.every(isResource)) {
    return '"resources" must list tables with their path and kind';
  }
  if (!Array.isArray(files) || !files.every(isFile)) {
    return '"files" must list paths with their owner and sha256';
  }
  return undefined;
}

function isResource(value: unknown): boolean {
  return (
    isRecord(value) && ['table', 'path', 'kind'].every((key) => typeof value[key] === 'string')
  );
}

function isFile(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['path'] === 'string' &&
    ['yours', 'managed', 'derived'].includes(String(value['owner'])) &&
    /^[0-9a-f]{64}$/.test(String(value['sha256']))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(why: string): KitError {
  return new KitError(
    'MANIFEST_DAMAGED',
    `${manifestPath} can't be read: ${why}.`,
    'Restore it from version control: it says which files the kit may touch.',
  );
}

/** By code unit, so that the order is the same on every machine. */
function byText<T>(items: T[], text: (item: T) => string): T[] {
  return items.toSorted((a, b) => (text(a) < text(b) ? -1 : Number(text(a) > text(b))));
}
