import type { Table } from '../../../schema/table.ts';
import { type ColumnModel, isRequired } from '../../columns.ts';
import type { TableModel } from '../../service.ts';
import type { Access, Action, Tenancy, Who } from '../access.ts';
import type { Decision } from './decision.ts';
import type { People } from './owner.ts';
import { BY_MANAGERS, BY_OTHERS } from './kinds.ts';
import { givesPower, saysDecided, saysGranted, saysRight } from './power.ts';
import { stampsOf } from './stamps.ts';
import { tenantLikeColumns } from './tenancy.ts';

/** What the words about one table are made from. */
export interface Wording {
  decisions: ReadonlyMap<Table['id'], Decision>;
  people: People | undefined;
  tenancy: Tenancy | null;
  tables: readonly TableModel[];
  /** Tables whose rows anybody lists and reads. */
  isPublic: (id: Table['id']) => boolean;
}

type Words = Record<Action, Who>;

const reads = (who: Who) => ({ list: who, read: who });
const writes = (who: Who) => ({ create: who, update: who, delete: who });

/** Who may do what with the rows of a table, and what no client sets. */
export function accessOf(model: TableModel, wording: Wording): Access {
  const { table } = model;
  const { decisions, isPublic, people } = wording;
  const decision = decisions.get(table.id) as Decision;
  const who = wordsOf(table.id, wording);
  const isUsers = table.id === people?.table.table.id;
  const kept = keptFrom(model, { decision, who }, isUsers ? people : undefined, wording.tenancy);
  const stamps = stampsOf(model, decision, { people, create: who.create, tables: wording.tables });
  return {
    rows: decision.rows,
    who: isPublic(table.id) ? { ...who, ...reads('public') } : who,
    ...kept,
    locked: [...new Set([...kept.locked, ...Object.values(stamps).flat()])],
    stamps,
    why: whyOf(model, decision, wording),
    choices: decision.closed?.choices ?? [],
  };
}

/** Before anything is opened to the public, which is of one table alone. */
function wordsOf(id: Table['id'], wording: Wording): Words {
  const { decisions, people, tenancy } = wording;
  const { rows, kind, closed, may } = decisions.get(id) as Decision;
  if (closed !== undefined) return { ...reads('admin'), ...writes('admin') };
  if (id === people?.table.table.id) {
    return rows.by === 'owner'
      ? { ...reads('owner'), create: 'admin', update: 'owner', delete: 'admin' }
      : { ...reads('signedIn'), ...writes('admin') };
  }
  const manager: Who = tenancy?.memberships.role ? 'manager' : 'admin';
  if (id === tenancy?.table && rows.by === 'tenant') {
    return { ...reads('member'), create: 'admin', update: manager, delete: manager };
  }
  if (id === tenancy?.memberships.table && rows.by === 'tenant') {
    return { ...reads('member'), ...writes(manager) };
  }
  const plain = plainWords(id, wording);
  if (may === 'write') return plain;
  if (may === 'read') {
    return { ...plain, ...writes(plain.read === 'member' ? manager : 'admin') };
  }
  if (kind === 'log' || kind === 'grant' || kind === 'sign-in') {
    return { ...plain, ...writes('admin') };
  }
  if (plain.update === 'member' && BY_MANAGERS.has(kind)) {
    return { ...plain, ...writes(manager), ...(kind === 'pay' && reads(manager)) };
  }
  return plain.update === 'owner' && BY_OTHERS.has(kind) ? { ...plain, ...writes('admin') } : plain;
}

function plainWords(id: Table['id'], wording: Wording): Words {
  const { decisions, tenancy } = wording;
  const { rows } = decisions.get(id) as Decision;
  if (rows.by === 'nobody') return { ...reads('signedIn'), ...writes('admin') };
  if (rows.by === 'owner') return { ...reads('owner'), ...writes('owner') };
  if (rows.by === 'tenant') {
    const removes = tenancy?.memberships.role ? 'manager' : 'member';
    return { ...reads('member'), ...writes('member'), delete: removes };
  }
  // Who changes a part of a row changes the row. What an employee asks for is no part of what is kept about them.
  const isStaff = decisions.get(rows.parent)?.kind === 'staff';
  const parent = isStaff ? plainWords(rows.parent, wording) : wordsOf(rows.parent, wording);
  return { list: parent.list, read: parent.read, ...writes(parent.update) };
}

/** What the token decides, and what gives power to whom a row is about. */
function keptFrom(
  { table, columns }: TableModel,
  { decision: { rows }, who }: { decision: Decision; who: Words },
  people: People | undefined,
  tenancy: Tenancy | null,
): Pick<Access, 'locked' | 'fixed'> {
  // What only admins write, they decide.
  const isOwn = [who.create, who.update].includes('owner');
  const belongs = new Set(tenantLikeColumns(table).map(({ key }) => key));
  const isHeld = (column: ColumnModel) => {
    if (column.key === people?.role?.column.key) return true;
    if (people && belongs.has(column.key)) return true;
    if (people || table.id === tenancy?.table) return givesPower(column) || saysGranted(column);
    return isOwn && [saysRight, saysGranted, saysDecided].some((says) => says(column));
  };
  const held = columns.filter((column) => column.inCreate && isHeld(column));
  // Whose a row is that only admins make, they say: it is no more theirs than the next one.
  const isNamed = rows.by === 'owner' && who.create === 'admin';
  const isFromToken =
    (rows.by === 'owner' || rows.by === 'tenant') &&
    !isNamed &&
    !isKeyOf(table, rows, people, tenancy);
  return {
    locked: [
      ...(isFromToken ? [rows.column] : []),
      ...held.filter((column) => !isRequired(column)).map(({ key }) => key),
    ],
    fixed: [
      ...[people?.email, people?.subject].flatMap((column) => (column ? [column.key] : [])),
      ...held.filter(isRequired).map(({ key }) => key),
    ],
  };
}

function isKeyOf(
  { id }: Table,
  { column }: { column: string },
  people: People | undefined,
  tenancy: Tenancy | null,
): boolean {
  return people?.key.key === column || (id === tenancy?.table && tenancy.key === column);
}

function whyOf({ table }: TableModel, decision: Decision, { decisions }: Wording): string {
  const { rows, closed } = decision;
  if (closed !== undefined) return closed.reason;
  if (rows.by === 'nobody') return 'nobody owns them';
  const name = table.columns.find(({ key }) => key === rows.column)?.name ?? rows.column;
  return rows.by === 'parent' && decisions.has(rows.parent) ? `through ${name}` : `by ${name}`;
}
