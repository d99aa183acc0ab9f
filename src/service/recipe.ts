import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KitReference } from '../kit/package.ts';
import { adaptToPackageManager } from '../plan/package-manager.ts';
import type { ServiceChoices, ServicePlan } from '../plan/service.ts';
import type { Schema } from '../schema/table.ts';
import type { Tools } from './manifest.ts';
import { schemaRecord } from './schema-record.ts';

/** Everything that decides what the files of a service are. */
export interface Recipe {
  answers: ServiceChoices;
  schema: Schema;
  kit: KitReference;
  tools: Tools;
  /** Folders of templates that come before the kit's own. */
  templates?: readonly string[];
}

/** Where a service may have templates of its own, made like the kit's: what they have takes the place of the kit's. */
export const templatesFolder = '.backend-kit/templates';

/** The folders of templates that a service in a folder has beside the kit's. */
export function ownTemplates(folder: string): string[] {
  return [join(folder, templatesFolder)].filter((path) => existsSync(path));
}

/**
 * The whole service as a list of files, for whoever wants to create it, add to it or compare with it. Reads templates and
 * nothing else.
 * @throws KitError when a chosen table does not exist, or two would be served at one URL
 */
export async function planRecipe(recipe: Recipe): Promise<ServicePlan> {
  const { answers, schema, kit, tools, templates = [] } = recipe;
  // Only when a plan is wanted: with it come the formatter and the templates.
  const { planService } = await import('../plan/service.ts');
  const { tables = [], ...others } = answers;
  const choices = tables.length > 0 ? answers : others;
  const planned = await planService({
    answers: choices,
    schema,
    kit,
    carriesNode: tools.carriesNode,
    overrides: templates,
  });
  const adapted = adaptToPackageManager(planned.files, answers.pm, tools.packageManager);
  return {
    ...planned,
    files: [...adapted.files, schemaRecord(schema)],
    notices: [...planned.notices, ...adapted.notices],
  };
}
