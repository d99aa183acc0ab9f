import { KitError } from '../../../errors.ts';
import type { Column, Table } from '../../../schema/table.ts';
import type { TableModel } from '../../service.ts';
import type { Chosen } from './choices.ts';
import {
  type Basis,
  circle,
  type Decision,
  listed,
  listOf,
  nameIn,
  nameOf,
  namesOf,
  ofTenant,
  ownedBy,
  type ParentCandidate,
  shut,
  through,
  type Traits,
  waysBy,
} from './decision.ts';
import { type Kind, kindOf } from './kinds.ts';
import { closeLoose } from './loose.ts';
import { isAtWork, isJudge, ownerOf, type People } from './owner.ts';
import { type Parents, parentsOf } from './parents.ts';
import { isOfTenant } from '../users.ts';
import { singleKeys } from './references.ts';
import { byNothing, NOT_FOR_ALL, possiblePeople } from './nobody.ts';
import { tenantColumns } from './tenancy.ts';

/**
 * Whose the rows of each table are, by `Table.id`. What a person chose comes first, then a tenant, then an owner, each by a
 * column of the row or else through its parent. Where the columns leave it open, rows are closed rather than everybody's.
 *
 * @throws KitError INVALID_ACCESS where a chosen parent belongs to nobody
 */
export function belongings(basis: Basis): Map<Table['id'], Decision> {
  const traits = new Map(
    basis.service.tables.map((model) => [model.table.id, traitsOf(model, basis)]),
  );
  const isNone = (id: string) => id === basis.people?.table.table.id || id === basis.tenancy?.table;
  const hasOwn = ({ id }: Table) => {
    const own = traits.get(id);
    return own !== undefined && (own.tenants.length > 0 || own.owner.found !== 'none');
  };
  const parents = parentsOf(basis.service.tables, hasOwn, isNone);
  const possible = possiblePeople(basis);
  const decided = new Map<Table['id'], Decision>();
  const open = new Set<Table['id']>();

  function decide(id: Table['id']): Decision {
    const known = decided.get(id);
    if (known) return known;
    const own = traits.get(id) as Traits;
    if (open.has(id)) throw circle(own.model.table);
    open.add(id);
    const decision = decisionOf(own, { ...basis, parents, possible, decide });
    decided.set(id, decision);
    return decision;
  }

  for (const id of traits.keys()) decide(id);
  closeLoose(decided, basis.service, (id) => basis.chosen.has(id));
  return decided;
}

function traitsOf(model: TableModel, { service, people, tenancy }: Basis): Traits {
  const tenants = service.tables.find(({ table }) => table.id === tenancy?.table);
  return {
    model,
    kind: kindOf(model),
    owner: ownerOf(model.table, people),
    tenants: tenants && tenancy ? tenantColumns(model.table, tenants, tenancy.key) : [],
  };
}

interface Deciding extends Basis {
  parents: Parents;
  possible: readonly People[];
  decide: (id: Table['id']) => Decision;
}

function decisionOf(own: Traits, deciding: Deciding): Decision {
  const { model, kind } = own;
  const { table } = model;
  const { people, tenancy, chosen } = deciding;
  const choice = chosen.get(table.id);
  if (choice) {
    const may = 'may' in choice ? choice.may : undefined;
    return { ...chosenDecision(table, choice, deciding), kind, ...(may && { may }) };
  }
  if (people && table.id === people.table.table.id) return ownedBy(table, people.key.key, kind);
  if (tenancy && table.id === tenancy.table) return ofTenant(tenancy.key, kind);
  if (tenancy && table.id === tenancy.memberships.table) {
    return ofTenant(tenancy.memberships.tenantColumn, kind);
  }
  if (kind === 'sign-in') return shut(own, NOT_FOR_ALL['sign-in']);
  if (table.kind !== 'table') return viewDecision(own);
  return byColumns(own, deciding) ?? throughParent(own, deciding) ?? byNothing(own, deciding);
}

/** The row's own columns, unless a maker's row is in the hands of a tenant through its parent. */
function byColumns(own: Traits, deciding: Deciding): Decision | undefined {
  const { owner, tenants, kind, model } = own;
  const isPersonal = kind === 'personal' && owner.found === 'one' && owner.isOwn;
  if (isPersonal) return ownedBy(model.table, owner.column.key, kind);
  const [tenant, another] = tenants;
  if (another)
    return shut(
      own,
      `${listOf(tenants)} may each be its tenant`,
      waysBy('tenant', namesOf(tenants)),
    );
  if (tenant) return ofTenant(tenant.key, kind);
  if (owner.found !== 'one' && owner.found !== 'several') return undefined;
  const ofParents = candidatesOf(model.table, deciding).filter(({ decision }) =>
    isOfTenant(decision.rows),
  );
  const parent = pick(ofParents);
  if (parent) return through(parent, kind);
  if (owner.found === 'one') {
    return (
      betweenPeople(own, owner.column, deciding) ??
      ownedBy(model.table, owner.column.key, isJudge(owner.column) ? ofJudge(kind) : kind)
    );
  }
  return shut(
    own,
    `${listOf(owner.columns)} may each be its owner`,
    waysBy('owner', namesOf(owner.columns)),
  );
}

/** What a doctor does with somebody's pet is neither the doctor's alone nor theirs to write whose the pet is. */
function betweenPeople(own: Traits, column: Column, deciding: Deciding): Decision | undefined {
  if (!isAtWork(column)) return undefined;
  const { table } = own.model;
  const others = candidatesOf(table, deciding).filter(
    ({ decision }) => decision.rows.by !== 'nobody' && !decision.root.endsWith(`.${column.key}`),
  );
  if (others.length === 0) return undefined;
  const names = others.map(({ foreignKey }) => nameIn(table, foreignKey.columns[0]));
  return shut(own, `${listed([column.name, ...names])} lead to different people`, [
    ...waysBy('owner', [column.name]),
    ...waysBy('parent', names),
  ]);
}

/** Who writes down what they think of somebody else has the row, and not whom it is about. */
function ofJudge(kind: Kind): Kind {
  return kind === 'pay' || kind === 'staff' || kind === 'verdict' ? 'plain' : kind;
}

/** A view shows somebody's rows, and nothing but its columns says whose. */
function viewDecision(own: Traits): Decision {
  const { tenants, owner, kind, model } = own;
  const [tenant] = tenants;
  if (tenant && tenants.length === 1) return ofTenant(tenant.key, kind);
  if (owner.found === 'one') return ownedBy(model.table, owner.column.key, kind);
  return shut(own, 'it is a view, which does not say whose rows it shows');
}

/** The parents of a table that belong to somebody, or are closed. */
function candidatesOf(table: Table, { parents, decide }: Deciding): ParentCandidate[] {
  return parents
    .of(table)
    .map((foreignKey) => ({
      foreignKey,
      parent: foreignKey.targetTable,
      decision: decide(foreignKey.targetTable),
    }))
    .filter(({ decision }) => decision.rows.by !== 'nobody' || decision.closed !== undefined);
}

/** The parent that a row lives and dies with, or the first; undefined where they lead to different people. */
function pick(candidates: readonly ParentCandidate[]): ParentCandidate | undefined {
  const cascading = candidates.filter(({ foreignKey }) => foreignKey.onDelete === 'cascade');
  const [first, ...others] = cascading.length > 0 ? cascading : candidates;
  return others.every(({ decision }) => decision.root === first?.decision.root) ? first : undefined;
}

function throughParent(own: Traits, deciding: Deciding): Decision | undefined {
  const { table } = own.model;
  const candidates = candidatesOf(table, deciding);
  if (candidates.length === 0) return undefined;
  const parent = pick(candidates);
  const names = candidates.map(({ foreignKey }) => nameIn(table, foreignKey.columns[0]));
  if (!parent)
    return shut(own, `${listed(names)} lead to different people`, waysBy('parent', names));
  if (parent.decision.closed !== undefined) {
    return shut(own, `${nameOf(parent.parent, deciding.service)} is closed, which it belongs to`);
  }
  return through(parent, own.kind);
}

function chosenDecision(
  table: Table,
  choice: Chosen,
  { decide, service }: Deciding,
): Omit<Decision, 'kind'> {
  if (choice.by === 'signedIn') return { rows: { by: 'nobody' }, root: 'nobody' };
  if (choice.by === 'admin') {
    return {
      rows: { by: 'nobody' },
      root: `closed ${table.id}`,
      closed: { reason: 'as chosen', choices: [] },
    };
  }
  if (choice.by === 'owner') return ownedBy(table, choice.column, 'plain');
  if (choice.by === 'tenant') return ofTenant(choice.column, 'plain');
  const foreignKey = singleKeys(table).find(({ columns }) => columns[0] === choice.column);
  const parent = service.tables.find((one) => one.table.id === foreignKey?.targetTable);
  if (!foreignKey || !parent) throw new Error(`${table.id} has no parent by ${choice.column}`);
  const decision = decide(parent.table.id);
  if (decision.rows.by !== 'nobody') {
    return through({ foreignKey, parent: parent.table.id, decision }, 'plain');
  }
  throw new KitError(
    'INVALID_ACCESS',
    `--access says that ${table.name} belongs to its row of ${parent.table.name}, which is nobody's itself.`,
    `Say first whose that is: --access ${parent.table.name}=owner:<column>.`,
  );
}
