import type { Notice, Table } from '../../schema/table.ts';
import type { ServiceModel } from '../service.ts';
import type { Access, Tenancy } from './access.ts';
import { belongings } from './derive/belonging.ts';
import type { Closed } from './derive/decision.ts';
import { type AccessChoices, chosenAccess, publicTables } from './derive/choices.ts';
import type { People } from './derive/owner.ts';
import { tenancyOf } from './derive/tenancy.ts';
import { accessOf } from './derive/words.ts';

/** Who may do what in a service. */
export interface AccessPlan {
  /** By `Table.id`, for every table, served or not. */
  access: Map<Table['id'], Access>;
  tenancy: Tenancy | null;
  people: Table['id'] | null;
  /** What only admins reach, because the schema does not say whose it is. */
  closed: ClosedTable[];
  notices: Notice[];
}

/** A table whose rows only admins reach, and what else could be chosen. */
export interface ClosedTable extends Closed {
  table: Table;
}

/**
 * Who may do what with the rows of each table: as a person chose, or as the schema says. What it leaves open is closed to
 * all but admins, and it is said how to choose.
 *
 * @param people undefined where the schema has no table of those who sign in
 * @throws KitError UNKNOWN_TABLE, INVALID_ACCESS, TENANTS_TABLE for a choice that can't be
 */
export function accessPlan(
  service: ServiceModel,
  people: People | undefined,
  choices: AccessChoices,
): AccessPlan {
  const { tenancy, notices } = tenancyOf(service, people, choices.tenantsTable);
  const chosen = chosenAccess(choices.access, { service, people, tenancy });
  const open = publicTables(choices.publicRead, service);
  const decisions = belongings({ service, people, tenancy, chosen });
  const isPublic = (id: Table['id']) => open.has(id);
  const access = new Map(
    service.tables.map((model) => [
      model.table.id,
      accessOf(model, { decisions, people, tenancy, tables: service.tables, isPublic }),
    ]),
  );
  const closed = service.tables.flatMap(({ table, role }): ClosedTable[] => {
    const found = decisions.get(table.id)?.closed;
    return found && role !== 'none' && !chosen.has(table.id) ? [{ table, ...found }] : [];
  });
  return { access, tenancy, people: people?.table.table.id ?? null, closed, notices };
}
