import { member, propertyName, quote } from '../../code.ts';
import { actionsOf } from '../../model/access/actions.ts';
import { givenBy } from '../../model/access/given.ts';
import { givenWith } from '../../model/access/users.ts';
import type { TableModel } from '../../model/service.ts';
import { isCreatable } from '../obstacles.ts';
import { isPlainFilter, probes } from '../tests/cases.ts';
import { keyCases } from '../tests/keys.ts';
import type { TestSource } from '../tests/overrides.ts';
import type { Tried } from './expected.ts';
import { ownName, personsRow, withoutAwait } from './own.ts';

/** An expression for a row of somebody's. */
export interface Made {
  text: string;
  parameter: string;
  made: TableModel[];
  owned: TableModel[];
}

/** How a row of somebody's comes to be; null where no test can make as many as it likes. */
export function madeBy(source: TestSource): Made | null {
  const { table, service, checks } = source;
  if (table.table.kind !== 'table') return null;
  const given = givenWith(table, service);
  if (given) {
    const text = `({ ${propertyName(given.key)}: owner.${given.property} })`;
    return { text, parameter: 'owner', made: [], owned: [] };
  }
  if (!isCreatable(table, service, checks)) return null;
  const row = personsRow(table, source, { db: 't.db', person: 'owner' });
  return row && { ...row, parameter: row.owned.length > 0 ? 'owner' : '' };
}

interface SubjectInput {
  made: Made | null;
  change: string[];
  tried: Tried;
}

/** What the tests of access are about: how its rows are made, sent and counted. */
export interface Subject {
  properties: string[];
  made: TableModel[];
  owned: TableModel[];
  /** Whose values are sent in a new row. */
  hasBody: boolean;
  owner: string | null;
  isStamped: boolean;
  schemas: string[];
}

export function subjectOf(source: TestSource, { made, change, tried }: SubjectInput): Subject {
  const { table, checks } = source;
  const { names, reference } = table;
  const { unknownKey, days: dayKeys } = keyCases(table);
  const days = dayKeys.length > 0 ? [`days: ${listOf(dayKeys)}`] : [];
  if (!made) {
    return { ...NO_ROWS, properties: [...days, `make: async () => (${unknownKey})`] };
  }
  const found = table.role === 'list-only' ? [] : probes(table, checks).filter(isPlainFilter);
  const own = made.owned.includes(table) ? `await ${ownName(table)}(t.db, sender)` : '';
  const values = `await ${names.camelOne}Values(${['t.db', own].filter(Boolean).join(', ')})`;
  const sender = own ? 'sender' : '';
  const owner = ownerColumn(source);
  const of = table.access?.rows.by === 'tenant' ? 'tenantId' : 'userId';
  const isOwned = owner !== null && tried.create && !tried.onlyAdminsCreate;
  const counted = `t.db.$count(${reference.id}, eq(${member(reference.id, owner ?? '')}, person.${of}))`;
  const stamps = stampsIn(table, tried);
  return {
    properties: [
      ...days,
      `make: async (${made.parameter}) => ${withoutAwait(made.text)}`,
      ...(tried.create
        ? [`body: async (${sender}) => jsonBody(${values}, ${names.camelOne}Create)`]
        : []),
      ...(change.length > 0
        ? [`change: listed(${listOf(change)}, ${names.camelOne}Update, ${names.camelOne}Response)`]
        : []),
      ...(found.length > 0
        ? [
            `filters: listed(${listOf(found)}, ${names.camelOne}Listing.filter, ${names.camelOne}Response)`,
          ]
        : []),
      ...(stamps ? [`stamps: ${stamps}`] : []),
      ...(isOwned ? [`owned: { field: ${quote(owner)}, count: (person) => ${counted} }`] : []),
    ],
    made: made.made,
    owned: made.owned,
    hasBody: tried.create,
    owner: isOwned ? owner : null,
    isStamped: stamps !== null,
    schemas: [
      ...(tried.create ? [`${names.camelOne}Create`] : []),
      ...(found.length > 0 ? [`${names.camelOne}Listing`] : []),
      ...(change.length + found.length > 0 ? [`${names.camelOne}Response`] : []),
      ...(change.length > 0 ? [`${names.camelOne}Update`] : []),
    ],
  };
}

const NO_ROWS = { made: [], owned: [], hasBody: false, owner: null, isStamped: false, schemas: [] };

const listOf = (keys: readonly string[]) => `[${keys.map(quote).join(', ')}]`;

/** The columns in which the writes that are tried say who did it; null where there are none. */
function stampsIn(table: TableModel, tried: Tried): string | null {
  const actions = actionsOf(table);
  const writes = (['create', 'update', 'delete'] as const).map((write) => {
    const isTried = tried[write] && actions.includes(write);
    return { write, keys: isTried ? (table.access?.stamps[write] ?? []) : [] };
  });
  if (writes.every(({ keys }) => keys.length === 0)) return null;
  const entries = writes.map(({ write, keys }) => `${write}: ${listOf(keys)}`);
  return `{ table: ${table.reference.id}, ${entries.join(', ')} }`;
}

/** The column of a new row that says whose it is, which the token decides. */
function ownerColumn({ table, service }: TestSource): string | null {
  const rows = table.access?.rows;
  if (rows?.by !== 'owner' && rows?.by !== 'tenant') return null;
  // Of a row that only admins make, they say it.
  const isGiven = givenBy(table).some(({ key }) => key === rows.column);
  return isGiven && !givenWith(table, service) ? rows.column : null;
}
