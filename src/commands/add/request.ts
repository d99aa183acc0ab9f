import { ask } from '../../ask/ask.ts';
import type { Person } from '../../ask/conversation.ts';
import { KitError } from '../../errors.ts';
import type { Flags } from '../../ask/flags.ts';
import { askNewTable } from '../../new-table/conversation.ts';
import { parseColumn, parseReference } from '../../new-table/grammar.ts';
import type { NewTable } from '../../new-table/new-table.ts';
import { nameProblem } from '../../new-table/rules.ts';
import { chooseMany, chooseOne } from '../../ask/prompt.ts';
import type { Terminal } from '../../terminal.ts';
import type { Table } from '../../schema/table.ts';
import type { AccessChoice } from './access.ts';
import { addOptions } from './options.ts';
import { resolveTables, type RoutesChoice, tableLabel } from '../../ask/tables.ts';
import { findGone, isAnythingGone } from '../../service/gone.ts';
import { tableIn } from '../../model/access/derive/choice-form.ts';
import { tableNameProblem } from './new-table.ts';
import { askRoutes, askRoutesOf } from './routes.ts';
import { type OpenService, unservedTables } from '../../service/open.ts';

/** What to add to a service. */
export interface AddRequest {
  /** Tables of the schema. */
  tables: Table[];
  /** A table that the schema does not have yet. */
  newTable: NewTable | undefined;
  /** Names of tables that do not get all routes. */
  routes: RoutesChoice;
  /** Whose the rows of those are that are added. */
  access: AccessChoice;
  /** `<table>=<path>` where a table is to be served elsewhere than at its own name. */
  paths: string[];
  migrate: boolean;
  dryRun: boolean;
}

/**
 * Turns flags into a request, and asks for what to add where they do not say it and somebody can be asked.
 * @throws KitError MISSING_ANSWER, UNKNOWN_TABLE, INVALID_COLUMN, INVALID_REFERENCE, INVALID_TABLE; Cancelled
 */
export async function requestOf(
  flags: Flags,
  service: OpenService,
  terminal: Terminal,
  person: Person,
): Promise<AddRequest> {
  const context = { cwd: terminal.cwd, env: terminal.env, tables: [] };
  const answers = await ask(addOptions, { flags, earlier: {}, context, prompt: undefined });
  const { newTable: name, column, ref, timestamps, softDelete, migrate, paths } = answers;
  const { appendOnly, readOnly, access, publicRead } = answers;
  const routes = { appendOnly, readOnly };
  const named = [...flags.positionals, ...answers.table];
  const rest = {
    paths,
    access: { access, publicRead },
    migrate,
    dryRun: flags.values['dry-run'] === true,
  };
  if (name !== '' && named.length > 0) {
    throw new KitError(
      'FLAGS_DO_NOT_COMBINE',
      `--new describes a table, and ${named.join(', ')} would be another one.`,
      'Add one after the other.',
    );
  }
  if (name !== '') {
    const problem = nameProblem(name);
    if (problem) throw new KitError('INVALID_TABLE', problem);
    const columns = column.map(parseColumn);
    const references = ref.map(parseReference);
    const newTable = { name, columns, references, timestamps, softDelete };
    return { tables: [], newTable, routes, ...rest };
  }
  const said = [...access.map(tableIn), ...publicRead];
  const all = [...named, ...appendOnly, ...readOnly, ...said];
  if (all.length > 0) {
    return { tables: tablesNamed(all, service), newTable: undefined, routes, ...rest };
  }
  return { ...(await askWhat(service, terminal, person)), ...rest };
}

function tablesNamed(names: string[], { schema }: OpenService): Table[] {
  const labels = new Set(resolveTables(names, schema.tables));
  return schema.tables.filter((table) => labels.has(tableLabel(table, schema.tables)));
}

async function askWhat(
  service: OpenService,
  { interactive }: Terminal,
  person: Person,
): Promise<Pick<AddRequest, 'tables' | 'newTable' | 'routes'>> {
  const all = service.schema.tables;
  const labels = unservedTables(service).map((table) => tableLabel(table, all));
  const nothing = { tables: [], newTable: undefined, routes: { appendOnly: [], readOnly: [] } };
  if (isAnythingGone(findGone(service, service.schema))) return nothing;
  if (!interactive) {
    const open = labels.length > 0 ? `No resources yet: ${labels.join(', ')}.` : 'There is none.';
    throw new KitError(
      'MISSING_ANSWER',
      'Missing: the tables to add, as arguments, or --new <name>.',
      `${open} See --help for how to describe a new table.`,
    );
  }
  if (labels.length === 0) person.say('Every table of the schema is a resource already.');
  const isNew = labels.length === 0 || (await wantsNewTable(labels.length, person));
  if (!isNew) {
    const chosen = await chooseMany('Which tables become resources?', labels, person);
    const named = tablesNamed(chosen, service);
    return { tables: named, newTable: undefined, routes: await askRoutes(named, all, person) };
  }
  const tables = all.filter(canBeReferredTo).map((table) => tableLabel(table, all));
  const tableProblem = (name: string) => tableNameProblem(service, name);
  const newTable = await askNewTable({ tables, tableProblem }, person);
  return { tables: [], newTable, routes: await askRoutesOf(newTable.name, false, person) };
}

async function wantsNewTable(open: number, person: Person): Promise<boolean> {
  const tables = open === 1 ? 'one is' : `${open} are`;
  const choices = [
    { value: 'existing', title: `A table of the schema (${tables} no resource yet)` },
    { value: 'new', title: 'A new table' },
  ];
  return (await chooseOne('What becomes a resource?', choices, person)) === 'new';
}

function canBeReferredTo({ kind, exportName, primaryKey }: Table): boolean {
  return kind === 'table' && exportName !== null && primaryKey.length === 1;
}
