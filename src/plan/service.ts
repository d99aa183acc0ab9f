import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature } from '../features/feature.ts';
import { chosenFeatures } from '../features/index.ts';
import { type FeatureAnswers, withFeatureDefaults } from '../features/questions.ts';
import { packageRoot, type KitReference } from '../kit/package.ts';
import { settleChecks } from '../samples/checks/settle.ts';
import { type AccessLine, accessLines } from '../model/access/summary.ts';
import type { Routes } from '../model/routes.ts';
import { withoutUnsayable } from '../model/unsayable.ts';
import { type Choice, serviceModel, type TableModel } from '../model/service.ts';
import type { PackageManager } from '../package-managers.ts';
import { formatFile, type FormatSettings } from '../render/format.ts';
import { templatesOf } from '../render/template.ts';
import { readVocabulary } from '../render/vocabulary.ts';
import type { Notice, Schema } from '../schema/table.ts';
import { planBase } from './base.ts';
import { checkNotices, readChecks } from './checks.ts';
import { planModules } from './modules.ts';
import type { PlannedFile } from './planned-file.ts';
import { planPrerequisites } from './prerequisites.ts';

/** What the plan depends on beside the schema. */
export interface ServiceChoices extends Choice, Partial<FeatureAnswers> {
  /** npm package name of the service. */
  name: string;
  pm: PackageManager;
}

export interface PlannedResource {
  table: string;
  /** `/v1/orders`; '' for what is not served. */
  path: string;
  /** `list-only`: nothing identifies a row, so there is only the list. */
  kind: 'resource' | 'list-only' | 'link' | 'skipped';
  /** Which routes were chosen for it; nothing where it has all that its kind can have. */
  routes?: Exclude<Routes, 'all'>;
}

export interface ServicePlan {
  files: PlannedFile[];
  notices: Notice[];
  resources: PlannedResource[];
  /** Who may do what with the rows of each resource; nothing in a service that does not know who calls. */
  access: AccessLine[];
}

/**
 * The whole service as a list of files. Reads the kit's own templates and nothing else; writes nothing.
 *
 * @throws KitError when a chosen table does not exist, or two would be served at one URL
 */
export async function planService(input: {
  answers: ServiceChoices;
  schema: Schema;
  kit: KitReference;
  /** Whether the service brings Node along as a package. */
  carriesNode?: boolean;
  /** Folders that are made like the kit's `templates`, and come before it where they have a file: a project's, a preset's. */
  overrides?: readonly string[];
}): Promise<ServicePlan> {
  const { answers, schema, kit, carriesNode = false, overrides = [] } = input;
  const kitTemplates = join(packageRoot(), 'templates');
  const templates = [...overrides, kitTemplates];
  const features: readonly Feature[] = chosenFeatures(answers);
  const all = withFeatureDefaults(answers);
  const shaped = features.reduce(
    (model, feature) => feature.shape?.({ service: model, answers: all }) ?? model,
    serviceModel(schema, answers, readVocabulary(...templates)),
  );
  const service = withoutUnsayable(shaped);
  const checks = settleChecks(service, await readChecks(schema));
  const render = await templatesOf(...resourceFolders(templates, features));
  const seen = { service, answers: all };
  const base = planBase(templates, { answers, schema, kit, carriesNode, features, seen });
  const ofFeatures = features.flatMap(
    (feature) => feature.files?.({ ...seen, render, checks }) ?? [],
  );
  const rows = features.flatMap((feature) => feature.rows?.(seen) ?? []);
  const files = [
    ...base.files,
    ...schema.files.map(({ path, content }): PlannedFile => ({
      path: `src/db/schema/${path}`,
      content,
      owner: 'yours',
    })),
    ...planPrerequisites(schema.prerequisites),
    ...ofFeatures,
    ...planModules(service, checks, render, { kitName: kit.name, rows }),
  ];
  assertOneEach(files);
  const settings = formatSettings(join(kitTemplates, 'service'));
  return {
    files: await formatAll(files, settings, base.formatted),
    notices: [...schema.notices, ...service.notices, ...checkNotices(schema, checks)],
    resources: service.tables.map(plannedResource),
    access: accessLines(service),
  };
}

function plannedResource({ table, names, role, routes }: TableModel): PlannedResource {
  const isServed = role === 'resource' || role === 'list-only';
  return {
    table: table.exportName ?? table.id,
    path: isServed ? `/v1/${names.kebab}` : '',
    kind: role === 'none' ? 'skipped' : role,
    ...(role !== 'none' && routes !== 'all' && { routes }),
  };
}

/** @throws when two planned files have one path: the one would take the other's place without a word */
function assertOneEach(files: readonly PlannedFile[]): void {
  const paths = new Set<string>();
  for (const { path } of files) {
    // Some file systems do not tell capitals from small letters.
    const key = path.toLowerCase();
    if (paths.has(key)) throw new Error(`Two files would be written to ${path}`);
    paths.add(key);
  }
}

/** Where the templates of a resource are looked for: what a feature has takes the place of what all services have. */
function resourceFolders(templates: readonly string[], features: readonly Feature[]): string[] {
  const [kit = '', ...others] = templates.toReversed();
  const ofFeatures = features.flatMap(({ name }) =>
    templates.map((folder) => join(folder, 'features', name, 'resource')),
  );
  const before = others.toReversed().map((folder) => join(folder, 'resource'));
  return [...before, ...ofFeatures, join(kit, 'resource')];
}

/** The formatter's settings of a service, from the folder of its template. */
export function formatSettings(folder: string): FormatSettings {
  const {
    $schema: _,
    ignorePatterns: __,
    ...settings
  } = JSON.parse(readFileSync(join(folder, '_oxfmtrc.json'), 'utf8'));
  return settings;
}

/**
 * What is rendered, and the person's schema.
 *
 * @param formatted paths of files that stand formatted in the kit
 */
async function formatAll(
  files: PlannedFile[],
  settings: FormatSettings,
  formatted: ReadonlySet<string>,
): Promise<PlannedFile[]> {
  return Promise.all(
    files.map(async (file) =>
      typeof file.content === 'string' && !formatted.has(file.path)
        ? { ...file, content: await formatFile(file.path, file.content, settings) }
        : file,
    ),
  );
}
