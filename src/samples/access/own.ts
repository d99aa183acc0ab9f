import { member, propertyName } from '../../code.ts';
import { nameScope } from '../../identifiers.ts';
import { reachesAll } from '../../model/access/actions.ts';
import { givenWith } from '../../model/access/users.ts';
import { guardedReferences, whoRefers } from '../../model/access/references.ts';
import { modelOf, type TableModel } from '../../model/service.ts';
import type { ForeignKey } from '../../schema/table.ts';
import { factoryTables } from '../factory.ts';
import { requiredForeignKeys } from '../factory-parents.ts';
import { overridesOf, referring, type TestSource } from '../tests/overrides.ts';
import { keyValue } from '../../model/key-value.ts';

type Rows = Omit<TestSource, 'table'>;

/** What makes a row of a table somebody's: values of its columns, and the rows that have to be made for them. */
export interface OwnRow {
  /** Statements. */
  steps: string[];
  /** Entries of an object. */
  entries: string;
  /** Tables whose factories are called, and those whose rows are made somebody's for it. */
  made: TableModel[];
  owned: TableModel[];
}

/**
 * What makes a row somebody's, in terms of `db` and `person`.
 *
 * @returns undefined where nothing has to be given: its rows belong to nobody, or are people themselves; null where it is not
 *   known how
 */
export function ownRow(table: TableModel, rows: Rows): OwnRow | null | undefined {
  const { access } = table;
  if (!access || givenWith(table, rows.service)) return undefined;
  const draft = new Draft(table, rows);
  if (access.rows.by === 'owner') draft.values.set(access.rows.column, 'person.userId');
  if (access.rows.by === 'tenant') draft.values.set(access.rows.column, 'person.tenantId');
  for (const key of access.stamps.create) draft.values.set(key, 'person.userId');
  for (const foreignKey of personalKeys(table, rows)) {
    if (isSomebodyElse(foreignKey, table, rows)) continue;
    if (!draft.follow(foreignKey)) return null;
  }
  return draft.values.size > 0 ? draft.finish() : undefined;
}

/** The references that decide whose a row is, or that may only lead to what its owner reaches; those of most columns first. */
function personalKeys(table: TableModel, { service, checks }: Rows): ForeignKey[] {
  const rows = table.access?.rows;
  const isParent = ({ columns }: ForeignKey) =>
    rows?.by === 'parent' && columns.length === 1 && columns[0] === rows.column;
  const isShared = ({ columns }: ForeignKey) =>
    (rows?.by === 'owner' || rows?.by === 'tenant') &&
    columns.length > 1 &&
    columns.includes(rows.column);
  const required = requiredForeignKeys(table, checks);
  const stamps = table.access?.stamps.create ?? [];
  const guarded = new Set(
    guardedReferences(table, service)
      .filter((reference) => whoRefers(reference) !== 'admin')
      .map(({ foreignKey }) => foreignKey),
  );
  return table.table.foreignKeys
    .filter(
      (f) =>
        isParent(f) ||
        (required.includes(f) && (isShared(f) || isOfMaker(f.columns, stamps) || guarded.has(f))),
    )
    .toSorted((a, b) => b.columns.length - a.columns.length);
}

/** Whether a check compares a reference to people with the row's owner: two friends, who are not the same. */
function isSomebodyElse(
  { columns, targetTable }: ForeignKey,
  { table, access }: TableModel,
  { service, checks }: Rows,
): boolean {
  const { rows } = access ?? {};
  if (rows?.by !== 'owner' || service.people !== targetTable) return false;
  const rules = checks.get(table.id)?.rules ?? [];
  return rules.some((rule) =>
    [rows.column, ...columns].every((column) => rule.columns.includes(column)),
  );
}

function isOfMaker(columns: readonly string[], stamps: readonly string[]): boolean {
  return columns.length > 1 && columns.some((key) => stamps.includes(key));
}

/** The values of a row as they are found, one reference after the other. */
class Draft {
  readonly values = new Map<string, string>();
  private readonly steps: string[] = [];
  private readonly made = new Set<TableModel>();
  private readonly owned = new Set<TableModel>();
  private readonly followed: ForeignKey[] = [];
  private readonly choose: (...names: string[]) => string;

  constructor(
    private readonly table: TableModel,
    private readonly rows: Rows,
  ) {
    this.choose = nameScope((name) => rows.service.vocabulary.has(name));
  }

  /** @returns false where the row that it leads to can't be made somebody's */
  follow(foreignKey: ForeignKey): boolean {
    const { columns, targetColumns, targetTable } = foreignKey;
    const open = columns.filter((key) => !this.values.has(key));
    const target = modelOf(this.rows.service, targetTable);
    if (open.length === 0 && !this.isOfMaker(foreignKey)) return true;
    if (!target || target === this.table) return false;
    this.followed.push(foreignKey);
    if (columns.length === 1) {
      const [key = '', targetKey = ''] = [columns[0], targetColumns[0]];
      const value = this.keyOf(target, targetKey);
      if (value === null) return false;
      this.values.set(key, keyValue(value, { table: this.table, key, target, targetKey }));
      return true;
    }
    const shared = columns.flatMap((key, i) => {
      const value = this.values.get(key);
      return value === undefined ? [] : [`${propertyName(targetColumns[i] ?? '')}: ${value}`];
    });
    const row = this.rowOf(target, shared);
    if (row === null) return false;
    if (open.length === 0) {
      this.steps.push(`${row};`);
      return true;
    }
    const variable = this.choose(target.local);
    this.steps.push(`const ${variable} = ${row};`);
    for (const key of open) {
      const targetKey = targetColumns[columns.indexOf(key)] ?? '';
      const value = member(variable, targetKey);
      this.values.set(key, keyValue(value, { table: this.table, key, target, targetKey }));
    }
    return true;
  }

  /** Whether whoever makes the row has to be one of others first, as each person of tests is a member of their tenant. */
  private isOfMaker({ columns, targetTable }: ForeignKey): boolean {
    const { tenancy } = this.rows.service;
    const stamps = this.table.access?.stamps.create ?? [];
    return targetTable !== tenancy?.memberships.table && isOfMaker(columns, stamps);
  }

  finish(): OwnRow | null {
    const entries = [...this.values].map(([key, value]) => `${propertyName(key)}: ${value}`);
    const source = { ...this.rows, table: this.table };
    const single = this.followed.filter(({ columns }) => columns.length === 1);
    const forced = Object.assign({}, ...single.map((f) => referring(source, f, 'first')));
    const values = overridesOf(source, entries.join(', '), forced, 'made');
    if (values === null) return null;
    return { steps: this.steps, entries: values, made: [...this.made], owned: [...this.owned] };
  }

  private keyOf(target: TableModel, key: string): string | null {
    const given = givenWith(target, this.rows.service);
    if (given) return key === given.key ? `person.${given.property}` : null;
    const row = this.rowOf(target, []);
    return row === null ? null : member(`(${row})`, key);
  }

  private rowOf(target: TableModel, entries: string[]): string | null {
    const row = personsRow(target, this.rows, { db: 'db', person: 'person', entries });
    if (row === null) return null;
    for (const one of row.made) this.made.add(one);
    for (const one of row.owned) this.owned.add(one);
    return row.text;
  }
}

/** An expression for a row that is made for somebody, and the tables whose functions it calls. */
export interface PersonsRow {
  text: string;
  made: TableModel[];
  owned: TableModel[];
}

/**
 * `await createOrder(db, await ownOrderValues(db, person))`: a row of somebody's, or any where nothing makes it theirs.
 *
 * @param entries more of its values
 * @returns null where none can be made, or they are people themselves
 */
export function personsRow(
  table: TableModel,
  rows: Rows,
  { db, person, entries = [] }: { db: string; person: string; entries?: readonly string[] },
): PersonsRow | null {
  const own =
    hasFactory(table, rows) && !givenWith(table, rows.service) ? ownRow(table, rows) : null;
  if (own === null) return null;
  const theirs = own ? [`await ${ownName(table)}(${db}, ${person})`] : [];
  const values =
    entries.length === 0
      ? theirs
      : [`{ ${[...theirs.map((one) => `...(${one})`), ...entries].join(', ')} }`];
  const text = `await create${table.names.pascal}(${[db, ...values].join(', ')})`;
  return { text, made: [table], owned: own ? [table] : [] };
}

/** The expression as an async function gives it back. */
export const withoutAwait = (text: string) => text.replace(/^await /, '');

/** `ownOrderValues` */
export function ownName({ names }: TableModel): string {
  return `own${names.pascal}Values`;
}

/**
 * Whether tests can make rows of a table. Found once for all tables of a service: it is asked about each, and about each row of
 * the tests of others.
 *
 * @param rows with checks as they stay from now on
 */
export function hasFactory(table: TableModel, { service, checks }: Rows): boolean {
  const ofService = made.get(service) ?? new WeakMap<Rows['checks'], ReadonlySet<TableModel>>();
  made.set(service, ofService);
  const found =
    ofService.get(checks) ?? new Set(factoryTables(service, checks, referredTables(service)));
  ofService.set(checks, found);
  return found.has(table);
}

const made = new WeakMap<Rows['service'], WeakMap<Rows['checks'], ReadonlySet<TableModel>>>();

/** Tables whose rows have to be made for tests of access, served or not: those that rows belong to, or may refer to. */
export function referredTables(service: Rows['service']): TableModel[] {
  const referred = service.tables.flatMap((table) => {
    const { access } = table;
    if (!access || table.role === 'none' || table.role === 'link') return [];
    const parent = access.rows.by === 'parent' ? modelOf(service, access.rows.parent) : undefined;
    const guarded = guardedReferences(table, service)
      .filter((reference) => !reachesAll(whoRefers(reference)))
      .map(({ target }) => target);
    return parent ? [parent, ...guarded] : guarded;
  });
  const { tenancy } = service;
  const tenants = tenancy
    ? [modelOf(service, tenancy.table), modelOf(service, tenancy.memberships.table)]
    : [];
  return [...new Set([...referred, ...tenants.filter((one) => one !== undefined)])];
}
