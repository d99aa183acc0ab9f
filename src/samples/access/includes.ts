import { member, propertyName } from '../../code.ts';
import type { Who } from '../../model/access/access.ts';
import { reachesAll } from '../../model/access/actions.ts';
import { givenWith, isInOneTenant } from '../../model/access/users.ts';
import { type Relation, relationsOf } from '../../model/relations.ts';
import type { TableModel } from '../../model/service.ts';
import { isCreatable } from '../obstacles.ts';
import { overridesOf, referring, type TestSource } from '../tests/overrides.ts';
import { type PersonsRow, personsRow, withoutAwait } from './own.ts';
import { keyEntry, keyValue } from '../../model/key-value.ts';

/** A name of `include` that may lead to rows of others, and how a test makes such a pair. */
export interface IncludeCase {
  name: string;
  viewers: string[];
  /** What of `viewer` and `other` is used, as parameters. */
  parameters: string;
  /** The body of an arrow function that makes both, and gives the row that is read. */
  row: string;
  made: TableModel[];
  owned: TableModel[];
  /** Join tables that rows are put into. */
  links: TableModel[];
}

/** What comes along with rows that somebody may read although it is not theirs to see. */
export function includeCases(source: TestSource): IncludeCase[] {
  const { table, service, checks } = source;
  if (!table.access || table.access.who.read === 'admin') return [];
  if (!isCreatable(table, service, checks)) return [];
  return relationsOf(table, service).flatMap((relation) => {
    // A second membership can't be made.
    const isSecond = [table, relation.target].some(
      (one) => one.table.id === service.tenancy?.memberships.table,
    );
    if (isSecond && isInOneTenant(service)) return [];
    const viewers = viewersOf(table, relation);
    const pair = viewers.length > 0 ? pairOf(relation, source) : null;
    if (pair === null) return [];
    const text = [...pair.steps, pair.row].join();
    const used = ['viewer', 'other'].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    const parameters = used.includes('other')
      ? `${used.includes('viewer') ? '' : '_'}viewer, other`
      : used.join();
    const { steps, ...rest } = pair;
    const row =
      steps.length > 0 ? `{ ${steps.join('\n')} return ${pair.row}; }` : withoutAwait(pair.row);
    return [{ name: relation.name, viewers, parameters, ...rest, row }];
  });
}

function viewersOf({ access }: TableModel, { target, kind }: Relation): string[] {
  const who: Who = target.access?.who[kind === 'many' ? 'list' : 'read'] ?? 'public';
  return [
    ...(reachesAll(who) ? [] : ['viewer']),
    ...(access?.who.read === 'public' && who !== 'public' ? ['anonymous'] : []),
  ];
}

type Pair = Pick<IncludeCase, 'made' | 'owned' | 'links'> & {
  /** Statements, and an expression for the row that is read. */
  steps: string[];
  row: string;
};

function pairOf(relation: Relation, source: TestSource): Pair | null {
  const { foreignKey, through } = relation;
  if (foreignKey.source !== 'constraint' || foreignKey.columns.length !== 1) return null;
  if (through) return linkedPair(relation, source);
  return foreignKey.columns === relation.from
    ? forwardPair(relation, source)
    : backwardPair(relation, source);
}

/** Whether a row belongs to whom it refers to by this column. */
function decides({ access }: TableModel, key: string): boolean {
  const rows = access?.rows;
  return rows !== undefined && rows.by !== 'nobody' && rows.column === key;
}

/** The row that this one refers to is somebody else's. */
function forwardPair({ foreignKey, target }: Relation, source: TestSource): Pair | null {
  const { table } = source;
  const [own = '', to = ''] = [foreignKey.columns[0], foreignKey.targetColumns[0]];
  if (decides(table, own)) {
    // Then this one is, too: it has to be one that others read.
    if (!reachesAll(table.access?.who.read ?? 'admin')) return null;
    return alone(personsRow(table, source, { db: 't.db', person: 'other' }));
  }
  const isPaired = table.table.foreignKeys.filter((f) => f.columns.includes(own)).length > 1;
  const related = isPaired ? null : keyOf(target, to, source);
  if (related === null) return null;
  const value = keyValue(related.text, { table, key: own, target, targetKey: to });
  const entry = `${propertyName(own)}: ${value}`;
  const entries = overridesOf(source, entry, referring(source, foreignKey, 'first'), 'made');
  if (entries === null) return null;
  const row = personsRow(table, source, { db: 't.db', person: 'viewer', entries: [entries] });
  return row && { steps: [], row: row.text, ...together(row, related) };
}

/** The row that refers to this one is somebody else's. */
function backwardPair({ foreignKey, target }: Relation, source: TestSource): Pair | null {
  const { table, service, checks } = source;
  const [own = '', to = ''] = [foreignKey.columns[0], foreignKey.targetColumns[0]];
  const isPaired = target.table.foreignKeys.filter((f) => f.columns.includes(own)).length > 1;
  if (target === table || isPaired || givenWith(target, service)) return null;
  if (!isCreatable(target, service, checks)) return null;
  const isTheirs = decides(target, own);
  if (isTheirs && !reachesAll(table.access?.who.read ?? 'admin')) return null;
  const first = rowFor(table, source, isTheirs ? 'other' : 'viewer', to);
  const of = { ...source, table: target };
  const entry = keyEntry('row', table, { table: target, foreignKey });
  const entries = overridesOf(of, entry, referring(of, foreignKey, 'first'), 'made');
  if (first === null || entries === null) return null;
  const second = isTheirs
    ? {
        text: `await create${target.names.pascal}(t.db, { ${entries} })`,
        made: [target],
        owned: [],
      }
    : personsRow(target, source, { db: 't.db', person: 'other', entries: [entries] });
  if (second === null) return null;
  return {
    steps: [`const row = ${first.text};`, `${second.text};`],
    row: 'row',
    ...together(first, second),
  };
}

/** What a join table leads to is somebody else's. */
function linkedPair({ through, foreignKey, target }: Relation, source: TestSource): Pair | null {
  const link = through?.table as TableModel;
  const other = through?.foreignKey;
  if (givenWith(target, source.service)) return null;
  const first = rowFor(source.table, source, 'viewer', foreignKey.targetColumns[0] ?? '');
  const second = personsRow(target, source, { db: 't.db', person: 'other' });
  if (first === null || second === null) return null;
  const pair = [
    keyEntry('row', source.table, { table: link, foreignKey }),
    keyEntry('target', target, { table: link, foreignKey: other }),
  ];
  return {
    steps: [
      `const row = ${first.text};`,
      `const target = ${second.text};`,
      `await t.db.insert(${link.reference.id}).values({ ${pair.join(', ')} });`,
    ],
    row: 'row',
    ...together(first, second),
    links: [link],
  };
}

/** A row for somebody; of people and tenants, as much of it as says which it is, and null where another column is referred to. */
function rowFor(
  table: TableModel,
  source: TestSource,
  person: string,
  referredTo: string,
): PersonsRow | null {
  const given = givenWith(table, source.service);
  if (!given) return personsRow(table, source, { db: 't.db', person });
  if (referredTo !== given.key) return null;
  const text = `{ ${propertyName(given.key)}: ${person}.${given.property} }`;
  return { text, made: [], owned: [] };
}

function keyOf(target: TableModel, key: string, source: TestSource): PersonsRow | null {
  const given = givenWith(target, source.service);
  if (given) {
    const text = `other.${given.property}`;
    return key === given.key ? { text, made: [], owned: [] } : null;
  }
  const row = personsRow(target, source, { db: 't.db', person: 'other' });
  return row && { ...row, text: member(`(${row.text})`, key) };
}

function alone(row: PersonsRow | null): Pair | null {
  return row && { steps: [], row: row.text, ...together(row) };
}

function together(...rows: PersonsRow[]): Pick<Pair, 'made' | 'owned' | 'links'> {
  return {
    made: rows.flatMap(({ made }) => made),
    owned: rows.flatMap(({ owned }) => owned),
    links: [],
  };
}
