import { KitError } from '../../errors.ts';
import { tableNamed } from '../../model/named.ts';
import type { Routes } from '../../model/routes.ts';
import { isLog } from '../../model/routes.ts';
import type { Person } from '../../ask/conversation.ts';
import { chooseMany, chooseOne } from '../../ask/prompt.ts';
import type { Schema, Table } from '../../schema/table.ts';
import { choiceOfRoutes, type RoutesChoice, tableLabel } from '../../ask/tables.ts';
import type { OpenService } from '../../service/open.ts';

const every: RoutesChoice = { appendOnly: [], readOnly: [] };

/** Asks what clients may do with the rows of tables that are to be added. */
export async function askRoutes(
  tables: Table[],
  all: Table[],
  person: Person,
): Promise<RoutesChoice> {
  const labels = tables.map((table) => tableLabel(table, all));
  const logs = tables.filter(isLog).map((table) => tableLabel(table, all));
  const [only = ''] = labels;
  if (labels.length === 1) return askRoutesOf(only, logs.length > 0, person);
  const message = 'Which of them are only added to, or only read?';
  const limited = await chooseMany(message, labels, person, { selected: logs, min: 0 });
  if (limited.length === 0) return every;
  const second = 'And which of these are only read?';
  const readOnly = await chooseMany(second, limited, person, { selected: [], min: 0 });
  return choiceOfRoutes(limited, readOnly);
}

/** Asks what clients may do with the rows of one table. */
export async function askRoutesOf(
  table: string,
  isLogTable: boolean,
  person: Person,
): Promise<RoutesChoice> {
  const choices = [
    { value: 'all', title: 'read, create, change and delete them' },
    { value: 'append-only', title: 'read and create them' },
    { value: 'read-only', title: 'read them' },
  ] as const;
  const message = `What may clients do with rows of ${table}?`;
  const initial = isLogTable ? 'append-only' : 'all';
  const routes = await chooseOne<Routes>(message, [...choices], person, initial);
  return {
    appendOnly: routes === 'append-only' ? [table] : [],
    readOnly: routes === 'read-only' ? [table] : [],
  };
}

/**
 * The routes of tables that are added, by id.
 * @throws KitError UNKNOWN_TABLE; ROUTES_CHOSEN for a table that is served with others already, or is not to be added
 */
export function routesToAdd(
  { appendOnly, readOnly }: RoutesChoice,
  { service, schema, added }: { service: OpenService; schema: Schema; added: Table[] },
): RoutesChoice {
  const idsOf = (names: string[], routes: Routes) =>
    names.map((name) => {
      const table = tableNamed(schema.tables, name);
      if (!added.includes(table)) assertServedSo(table, routes, service);
      return table.id;
    });
  return { appendOnly: idsOf(appendOnly, 'append-only'), readOnly: idsOf(readOnly, 'read-only') };
}

function assertServedSo(table: Table, routes: Routes, { resources }: OpenService): void {
  const served = resources.find((one) => one.table === table.exportName);
  if (served?.routes === routes) return;
  throw new KitError(
    'ROUTES_CHOSEN',
    served && served.kind !== 'skipped'
      ? `${table.name} is served already, and not ${routes}: its module is yours to change.`
      : `${table.name} is not the table that is added.`,
    served && served.kind !== 'skipped'
      ? 'AGENTS.md says how to take a route away by hand.'
      : `Name the new table in --${routes}, or add ${table.name} on its own.`,
  );
}
