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
}

/**
 * The whole service as a list of files, for whoever wants to create it, add to it or compare with it. Reads the kit's own
 * templates and nothing else.
 * @throws KitError when a chosen table does not exist, or two would be served at one URL
 */
export async function planRecipe({ answers, schema, kit, tools }: Recipe): Promise<ServicePlan> {
  // Only when a plan is wanted: with it come the formatter and the templates.
  const { planService } = await import('../plan/service.ts');
  const { tables = [], ...others } = answers;
  const choices = tables.length > 0 ? answers : others;
  const planned = await planService({
    answers: choices,
    schema,
    kit,
    carriesNode: tools.carriesNode,
  });
  const adapted = adaptToPackageManager(planned.files, answers.pm, tools.packageManager);
  return {
    ...planned,
    files: [...adapted.files, schemaRecord(schema)],
    notices: [...planned.notices, ...adapted.notices],
  };
}
