import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../apply/compare.ts';
import { converse } from '../../ask/conversation.ts';
import type { Flags } from '../../ask/flags.ts';
import { confirm } from '../../ask/prompt.ts';
import { abortable, say, type Terminal } from '../../terminal.ts';
import type { Schema, Table } from '../../schema/table.ts';
import type { StepResult } from '../../steps/run.ts';
import { findGone, isAnythingGone } from '../../service/gone.ts';
import { withAccess } from './access.ts';
import { addClient, isClientAsked } from './client.ts';
import { addFeature } from './feature.ts';
import { featureAsked } from './feature-request.ts';
import { extendSchema } from './new-table.ts';
import { type Addition, planAddition } from './plan.ts';
import { changedElsewhere, recordsAfter } from './records.ts';
import { printNotices } from '../../report/findings.ts';
import { outcomeOf, printAdded, printAddition } from './report.ts';
import { type AddRequest, requestOf } from './request.ts';
import { routesToAdd } from './routes.ts';
import { openService, type OpenService, unservedTables } from '../../service/open.ts';
import { writeContract } from '../../steps/contract.ts';
import { migrateAdded, writeFiles } from './write.ts';
import type { Outcome, RunCommand } from '../command.ts';

/** `add [table...]`: resources for tables that are none yet, and for tables that are described; `add docker` and its like: what it
 * was made without. Runs inside a service. */
export const add: RunCommand = async (flags, terminal) => {
  const service = await openService(terminal.cwd, terminal);
  const feature = featureAsked(flags, service);
  if (feature) return addFeature(service, feature, { flags, terminal });
  if (isClientAsked(flags, service)) return addClient(service, flags, terminal);
  return carryOut(await agreeOnAddition(service, flags, terminal), terminal);
};

/** What is to be added to a service, as the person has seen it. */
export interface Agreed {
  service: OpenService;
  request: AddRequest;
  schema: Schema;
  tables: Table[];
  /** Undefined where there is nothing to change. */
  addition: Addition | undefined;
  /** What the service remembers then. */
  records: Change[];
  isToWrite: boolean;
}

/**
 * Works out what to add to a service, asking where flags do not say it, shows it and asks for a yes. Writes nothing.
 * @throws KitError; Cancelled
 */
export function agreeOnAddition(
  service: OpenService,
  flags: Flags,
  terminal: Terminal,
): Promise<Agreed> {
  return converse(terminal, async (person) => {
    const agreed = await propose(
      service,
      await requestOf(flags, service, terminal, person),
      terminal,
    );
    if (agreed.isToWrite && terminal.interactive) await confirm('Write these files?', person);
    return agreed;
  });
}

async function propose(
  opened: OpenService,
  request: AddRequest,
  terminal: Terminal,
): Promise<Agreed> {
  const { schema, table, files } = request.newTable
    ? await abortable(extendSchema(opened, request.newTable), terminal.signal)
    : { schema: opened.schema, table: undefined, files: [] };
  const wanted = table ? [table] : request.tables;
  const tables = unservedTables({ ...opened, schema }).filter((one) => wanted.includes(one));
  const service = withAccess(opened, request.access, { schema, added: tables });
  const routes = routesToAdd(request.routes, { service, schema, added: tables });
  const found = { service, request, schema, tables, records: [] };
  const isReduced = isAnythingGone(findGone(service, schema));
  const elsewhere = changedElsewhere(service, { schema, added: tables });
  if (tables.length === 0 && !isReduced) {
    printNotices(terminal, elsewhere);
    say(terminal, 'Nothing to change.');
    return { ...found, addition: undefined, isToWrite: false };
  }

  const { paths, dryRun } = request;
  const plan = planAddition(service, { schema, tables, routes, paths, schemaFiles: files });
  const planned = await abortable(plan, terminal.signal);
  const addition = { ...planned, notices: [...planned.notices, ...elsewhere] };
  const records = recordsAfter(service, addition, schema);
  printAddition(terminal, addition, { records, dryRun });
  const isIdle = addition.open.length === 0 && (addition.stopped.length > 0 || !isReduced);
  const isToWrite = !dryRun && !isIdle;
  if (!isToWrite) say(terminal, 'Nothing was written.');
  return { ...found, addition, records, isToWrite };
}

/**
 * Adds what was agreed on. A file that a person edited stays as it is: what the kit would have changed was shown instead,
 * all else is written, and the exit code is 1.
 * @throws KitError after everything was taken back; Cancelled
 */
export async function carryOut(agreed: Agreed, terminal: Terminal): Promise<Outcome> {
  const { service, request, schema, tables, addition, records } = agreed;
  if (!addition || !agreed.isToWrite) return outcomeOf(request, { tables, addition, steps: [] });
  const steps = await write(service, { schema, addition, records, request }, terminal);
  printAdded(terminal, service, { request, addition, steps });
  return outcomeOf(request, { tables, addition, steps });
}

async function write(
  service: OpenService,
  {
    schema,
    addition,
    records,
    request,
  }: Pick<Agreed, 'schema' | 'records' | 'request'> & { addition: Addition },
  terminal: Terminal,
): Promise<StepResult[]> {
  const written = await writeFiles(service, [...addition.open, ...records], terminal);
  say(terminal, 'Written.');
  const { folder, answers } = service;
  if (!existsSync(join(folder, 'node_modules'))) return [];
  const isMigrated = request.migrate && addition.tables.length > 0;
  const added = { added: addition.tables, schema, written };
  return [
    ...(isMigrated ? [await migrateAdded(service, added, terminal)] : []),
    ...(await writeContract(terminal, { folder, pm: answers.pm })),
  ];
}
