import type { Change } from '../apply/compare.ts';
import { sha256 } from '../apply/content.ts';
import { KitError } from '../errors.ts';
import type { Owner } from '../plan/planned-file.ts';
import type { PlannedResource } from '../plan/service.ts';

/** The manifest's place in a service. */
export const manifestPath = 'backend-kit.json';

export interface ManifestFile {
  path: string;
  owner: Owner;
  /** Of the file as the kit last wrote it. */
  sha256: string;
}

/** A part of another kind than those of tables. What such a part has beside a name is its kind's business. */
export interface OtherPart {
  kind: string;
  name: string;
  [key: string]: unknown;
}

/** What the kit has made for a service: one of a table, or of a kind that a newer kit may know. */
export type Part = PlannedResource | OtherPart;

/** What a service remembers of its creation. Holds no absolute path, no time and no secret, so that it can be committed. */
export interface Manifest {
  kit: { name: string; version: string };
  /** The answers that the service was created with, but for the folder. */
  answers: Record<string, unknown>;
  /** Undefined for a service that was created before they were kept. */
  tools?: Tools;
  /** The command that creates the same service again. */
  reproduce: string;
  /** What the service has, and which tables it leaves out. */
  parts: Part[];
  files: ManifestFile[];
}

/** What was found on the machine that created the service, as far as files of the service depend on it. */
export interface Tools {
  /** Whether the service carries Node as a package, because the machine's own was too old. */
  carriesNode: boolean;
  /** The version of the package manager; '' where it is not known or makes no difference. */
  packageManager: string;
}

/** The parts with those of clients, which have nothing but a name. */
export function withClientParts(
  { parts }: Pick<Manifest, 'parts'>,
  clients: readonly string[],
): Part[] {
  const others = parts.filter(({ kind }) => kind !== 'client');
  return [...others, ...clients.map((name) => ({ kind: 'client', name }))];
}

/** The parts that are a table's, be it one that is left out. */
export function tableParts({ parts }: Pick<Manifest, 'parts'>): PlannedResource[] {
  return parts.filter(isOfTable);
}

/** The same parts with others for the tables. */
export function withTableParts(
  { parts }: Pick<Manifest, 'parts'>,
  resources: PlannedResource[],
): Part[] {
  return [...parts.filter((part) => !isOfTable(part)), ...resources];
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
    ...(manifest.tools && { tools: manifest.tools }),
    reproduce: manifest.reproduce,
    parts: byText(manifest.parts, nameOf),
    files: byText(manifest.files, (file) => file.path),
  };
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

/**
 * Reads a manifest's text; of one that an older kit wrote, too.
 * @throws KitError MANIFEST_DAMAGED, saying what is wrong with it
 */
export function parseManifest(text: string): Manifest {
  const { resources, ...json } = parseJson(text);
  // What is made for tables was all there was, and had a list of its own.
  const manifest = { ...json, parts: json['parts'] ?? resources };
  const problem = manifestProblem(manifest);
  if (problem) throw damaged(problem);
  return manifest as unknown as Manifest;
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
  const { kit, answers, tools, reproduce, parts, files } = json;
  if (!isRecord(kit) || typeof kit['name'] !== 'string' || !isVersion(kit['version'])) {
    return '"kit" must name the kit and its version';
  }
  if (!isRecord(answers)) return '"answers" is missing';
  if (tools !== undefined && !isTools(tools)) {
    return '"tools" must say whether the service carries Node, and the version of the package manager';
  }
  if (typeof reproduce !== 'string') return '"reproduce" is missing';
  if (!Array.isArray(parts) || !parts.every(isPart)) {
    return '"parts" must list what the service has: tables with their path and kind';
  }
  if (!Array.isArray(files) || !files.every(isFile)) {
    return '"files" must list paths with their owner and sha256';
  }
  return undefined;
}

function isVersion(value: unknown): boolean {
  return typeof value === 'string' && /^\d+\.\d+\.\d+/.test(value);
}

function isTools(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['carriesNode'] === 'boolean' &&
    typeof value['packageManager'] === 'string'
  );
}

const TABLE_KINDS = new Set<unknown>(['resource', 'list-only', 'link', 'skipped']);

function isOfTable(part: Part): part is PlannedResource {
  return TABLE_KINDS.has(part.kind);
}

function isPart(value: unknown): boolean {
  if (!isRecord(value) || typeof value['kind'] !== 'string') return false;
  if (!TABLE_KINDS.has(value['kind'])) return typeof value['name'] === 'string';
  const { table, path, routes } = value;
  return (
    typeof table === 'string' &&
    typeof path === 'string' &&
    (routes === undefined || routes === 'append-only' || routes === 'read-only')
  );
}

function nameOf(part: Part): string {
  return isOfTable(part) ? `${part.table} ${part.path}` : `${part.kind} ${part.name}`;
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
