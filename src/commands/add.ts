import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../apply/compare.ts';
import { confirm } from '../prompt.ts';
import { abortable, say, type Terminal } from '../report/terminal.ts';
import type { Schema } from '../schema/table.ts';
import type { StepResult } from '../steps/run.ts';
import { findGone, isAnythingGone } from './add/gone.ts';
import { extendSchema } from './add/new-table.ts';
import { type Addition, manifestChange, planAddition } from './add/plan.ts';
import { outcomeOf, printAdded, printAddition } from './add/report.ts';
import { type AddRequest, requestOf } from './add/request.ts';
import { routesToAdd } from './add/routes.ts';
import { openService, type OpenService, unservedTables } from './add/service.ts';
import { migrateAdded, writeFiles } from './add/write.ts';
import type { Outcome, RunCommand } from './command.ts';

/** `add [table...]`: resources for tables that are none yet, and for tables that are described. Runs inside a service. */
export const add: RunCommand = async (flags, terminal) => {
  const service = await openService(terminal.cwd, terminal);
  return addResources(service, await requestOf(flags, service, terminal), terminal);
};

/**
 * Adds resources to a service; the one function behind the command line and the plop generator. A file that a person edited
 * stays as it is: what the kit would have changed is shown instead, all else is written, and the exit code is 1.
 * @throws KitError before anything is written, or after everything was taken back; Cancelled
 */
export async function addResources(
  service: OpenService,
  request: AddRequest,
  terminal: Terminal,
): Promise<Outcome> {
  const { schema, table, files } = request.newTable
    ? await extendSchema(service, request.newTable)
    : { schema: service.schema, table: undefined, files: [] };
  const wanted = table ? [table] : request.tables;
  const tables = unservedTables({ ...service, schema }).filter((one) => wanted.includes(one));
  const routes = routesToAdd(request.routes, { service, schema, added: tables });
  const isReduced = isAnythingGone(findGone(service, schema));
  if (tables.length === 0 && !isReduced) {
    say(terminal, 'Nothing to change.');
    return outcomeOf(request, { tables, addition: undefined, steps: [] });
  }

  const { paths } = request;
  const plan = planAddition(service, { schema, tables, routes, paths, schemaFiles: files });
  const addition = await abortable(plan, terminal.signal);
  const manifest = manifestChange(service, addition);
  printAddition(terminal, addition, { manifest, dryRun: request.dryRun });
  const isIdle = addition.open.length === 0 && (addition.stopped.length > 0 || !isReduced);
  if (request.dryRun || isIdle) {
    say(terminal, 'Nothing was written.');
    return outcomeOf(request, { tables, addition, steps: [] });
  }
  if (terminal.interactive) await confirm('Write these files?', terminal.signal);
  const steps = await write(service, { schema, addition, manifest, request }, terminal);
  printAdded(terminal, service, { request, addition, steps });
  return outcomeOf(request, { tables, addition, steps });
}

async function write(
  service: OpenService,
  {
    schema,
    addition,
    manifest,
    request,
  }: { schema: Schema; addition: Addition; manifest: Change; request: AddRequest },
  terminal: Terminal,
): Promise<StepResult[]> {
  const written = await writeFiles(service, [...addition.open, manifest], terminal);
  say(terminal, 'Written.');
  if (addition.tables.length === 0) return [];
  if (!request.migrate || !existsSync(join(service.folder, 'node_modules'))) return [];
  return [await migrateAdded(service, { added: addition.tables, schema, written }, terminal)];
}
