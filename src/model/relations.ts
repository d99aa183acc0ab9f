import { freeName } from '../identifiers.ts';
import type { ForeignKey } from '../schema/table.ts';
import { referenceName } from './names.ts';
import { capitalize } from '../words.ts';
import { column } from './conditions.ts';
import type { ServiceModel, TableModel } from './service.ts';

/** Where many are cut, the row says so in a field of this name. */
const MORE = '_more';

/** One name that `include` takes on a resource. */
export interface Relation {
  name: string;
  kind: 'one' | 'many';
  /** Column keys of the resource's own row, paired with `to`. */
  from: string[];
  /** The table that holds the `to` columns: the target, or the join table. */
  toTable: TableModel;
  to: string[];
  target: TableModel;
  /** For many through a join table: its foreign key to the target. */
  through: { table: TableModel; foreignKey: ForeignKey } | null;
  /** The foreign key that the relation follows, and which side holds it. */
  foreignKey: ForeignKey;
}

/** What a row has itself: the version that its ETag is made of, what says where more related rows are, what every object inherits. */
const NEVER = ['_version', '_rowVersion', MORE, ...Object.getOwnPropertyNames(Object.prototype)];

type Candidate = Omit<Relation, 'name'> & { names: string[] };

/** Everything that can be brought along with rows of this resource, each under a name of its own. */
export function relationsOf(resource: TableModel, service: ServiceModel): Relation[] {
  const candidates = [
    ...forward(resource, service),
    ...backward(resource, service),
    ...throughLinks(resource, service),
  ].filter(isReadable(resource));
  const taken = new Set(resource.table.columns.map((c) => c.key).concat(NEVER));
  return candidates.map(({ names, ...relation }) => {
    const name = freeName(names, (other) => taken.has(other));
    taken.add(name);
    return { name, ...relation };
  });
}

/** Rows that this one refers to. */
function forward(resource: TableModel, service: ServiceModel): Candidate[] {
  return resource.table.foreignKeys.flatMap((foreignKey) => {
    const target = find(service, foreignKey.targetTable);
    if (!target || isSame(foreignKey, resource, target)) return [];
    const [first = ''] = foreignKey.columns;
    const own = foreignKey.columns.length === 1 ? referenceName(first) : target.names.camelOne;
    const names = [foreignKey.relationKey, own, `${own}${capitalize(target.names.camelOne)}`];
    return [
      {
        names: names.filter((name) => name !== null),
        kind: 'one' as const,
        from: foreignKey.columns,
        toTable: target,
        to: foreignKey.targetColumns,
        target,
        through: null,
        foreignKey,
      },
    ];
  });
}

/** Rows that refer to this one. */
function backward(resource: TableModel, service: ServiceModel): Candidate[] {
  return exposed(service).flatMap((other) => {
    const pointing = other.table.foreignKeys.filter(
      (f) =>
        f.targetTable === resource.table.id &&
        !isSame(f, other, resource) &&
        !f.columns.some((key) => column(other, key).hidden),
    );
    return pointing.map((foreignKey): Candidate => {
      const single = isUnique(other, foreignKey.columns);
      const base = single ? other.names.camelOne : other.names.camel;
      const by = `${base}By${capitalize(referenceName(foreignKey.columns[0] ?? ''))}`;
      const plain = pointing.length === 1 && other !== resource ? [base] : [];
      return {
        names: [foreignKey.reverseRelationKey, ...plain, by].filter((name) => name !== null),
        kind: single ? 'one' : 'many',
        from: foreignKey.targetColumns,
        toTable: other,
        to: foreignKey.columns,
        target: other,
        through: null,
        foreignKey,
      };
    });
  });
}

/** Rows on the other side of a join table. */
function throughLinks(resource: TableModel, service: ServiceModel): Candidate[] {
  return linksOf(resource, service).map(({ link, own, other, target }) => ({
    names: [target.names.camel, `linked${capitalize(target.names.camel)}`],
    kind: 'many' as const,
    from: own.targetColumns,
    toTable: link,
    to: own.columns,
    target,
    through: { table: link, foreignKey: other },
    foreignKey: own,
  }));
}

/** A join table seen from one of its sides. */
export interface Link {
  link: TableModel;
  /** The join table's foreign key to the side that we look from, and to the other one. */
  own: ForeignKey;
  other: ForeignKey;
  target: TableModel;
}

/** The join tables that lead from this resource to others. */
export function linksOf(resource: TableModel, service: ServiceModel): Link[] {
  return service.tables
    .filter((t) => t.role === 'link')
    .flatMap((link) => {
      const own = link.table.foreignKeys.find((f) => f.targetTable === resource.table.id);
      const other = link.table.foreignKeys.find((f) => f.targetTable !== resource.table.id);
      const target = other && find(service, other.targetTable);
      return own && other && target ? [{ link, own, other, target }] : [];
    });
}

/** The values that the relation starts from and the order of what it finds must be there to be used. */
function isReadable(resource: TableModel) {
  const isTaken = resource.table.columns.some((c) => c.key === MORE);
  return ({ kind, from, target }: Candidate): boolean =>
    from.every((key) => resource.columns.find((c) => c.key === key)?.inResponse) &&
    target.key.length > 0 &&
    !(kind === 'many' && isTaken);
}

function isUnique(table: TableModel, columns: readonly string[]): boolean {
  const keys = [table.table.primaryKey, ...table.table.uniqueKeys.map((u) => u.columns)];
  return keys.some((key) => key.length > 0 && key.every((k) => columns.includes(k)));
}

/** A key that refers to itself says nothing. */
export function isSame(foreignKey: ForeignKey, table: TableModel, target: TableModel): boolean {
  return (
    table.table.id === target.table.id &&
    foreignKey.columns.every((key, i) => key === foreignKey.targetColumns[i])
  );
}

function exposed(service: ServiceModel): TableModel[] {
  return service.tables.filter((t) => t.role === 'resource');
}

function find(service: ServiceModel, id: string): TableModel | undefined {
  return exposed(service).find((t) => t.table.id === id);
}
