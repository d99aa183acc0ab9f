import type { TableModel } from '../../service.ts';
import {
  type Basis,
  type Decision,
  listOf,
  namesOf,
  shut,
  type Traits,
  waysBy,
} from './decision.ts';
import { holdsPeople, isCalledPeople, type Kind } from './kinds.ts';
import { isMembership } from './memberships.ts';
import type { People } from './owner.ts';
import { singleKeys } from './references.ts';
import { tenantLikeColumns } from './tenancy.ts';
import { isCalledTenant } from './tenant-names.ts';

/** Whoever may be meant by people: those who sign in and their profiles, or where none can, the tables that are called so. */
export function possiblePeople({ service, people }: Pick<Basis, 'service' | 'people'>): People[] {
  if (!people) return service.tables.filter(isCalledPeople).flatMap(asPeople);
  const isProfile = ({ table }: TableModel) =>
    singleKeys(table).some(
      ({ columns, targetTable }) =>
        targetTable === people.table.table.id && columns.join() === table.primaryKey.join(),
    );
  return [people, ...service.tables.filter(isProfile).flatMap(asPeople)];
}

/** The table that joins people to these rows. */
function membersOf(model: TableModel, { service, possible }: Deciding): TableModel | undefined {
  return service.tables.find((one) =>
    possible.some((some) => some.table !== model && isMembership(one, model, some)),
  );
}

interface Deciding extends Pick<Basis, 'service' | 'people'> {
  /** See `possiblePeople`; worked out once for all tables. */
  possible: readonly People[];
}

function asPeople(table: TableModel): People[] {
  const key = table.columns.find((column) => table.table.primaryKey.includes(column.key));
  return key ? [{ table, key, email: key }] : [];
}

/** Nobody's rows are everybody's to read, so nothing may say that they are somebody's. */
export function byNothing(own: Traits, deciding: Deciding): Decision {
  const { owner, model, kind } = own;
  const { table } = model;
  const { people } = deciding;
  if (owner.found === 'others') {
    return shut(
      own,
      `${listOf(owner.columns)} names somebody, but no owner`,
      people ? waysBy('owner', namesOf(owner.columns)) : [],
    );
  }
  // Where there are tenants, these are of another kind, or not of the type of their key.
  const tenantLike = tenantLikeColumns(table);
  if (tenantLike.length > 0) {
    return shut(own, `${listOf(tenantLike)} names a tenant, and nothing says who is a member`);
  }
  const members = membersOf(model, deciding);
  if (members || isCalledTenant(table)) {
    const by = members
      ? `${members.table.exportName} joins people to it`
      : 'it is called like a tenant';
    return shut(own, by, ['signed-in']);
  }
  const closed = kind === 'verdict' && holdsPeople(model) ? 'people' : kind;
  if (closed !== 'plain' && closed !== 'role' && closed !== 'verdict') {
    return shut(own, NOT_FOR_ALL[closed], ['signed-in']);
  }
  if (table.hidesRows) {
    return shut(own, 'row level security does not let everybody read it', ['signed-in']);
  }
  return { rows: { by: 'nobody' }, kind, root: 'nobody' };
}

/** Why rows that belong to nobody are not everybody's to read all the same. */
export const NOT_FOR_ALL: Record<Exclude<Kind, 'plain' | 'role' | 'verdict'>, string> = {
  'sign-in': 'it holds what people sign in with',
  log: 'it says what happened, and not to whom',
  grant: 'it says what somebody was granted, and not who',
  pay: 'it says what somebody earns or how they do, and not who',
  staff: 'it holds people, or how to reach them',
  power: 'it says what somebody may do',
  right: 'it says what somebody may do',
  secret: 'it holds what is secret',
  people: 'it holds people, or how to reach them',
  private: "it seems to be somebody's, and does not say whose",
  personal: "it seems to be somebody's own, and does not say whose",
};
