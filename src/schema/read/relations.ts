import {
  createTableRelationsHelpers,
  is,
  Many,
  One,
  type Relation,
  type Relations,
} from 'drizzle-orm';
import type { ForeignKey, Table } from '../table.ts';
import { columnKeys, type Context } from './context.ts';
import { linkId } from './foreign-keys.ts';

/** One entry of a `relations()` call. */
interface Named {
  key: string;
  source: string;
  target: string;
  relation: Relation;
}

/**
 * Writes the names that `relations()` gives onto the tables' foreign keys, and adds a foreign key of source `relation`
 * where only a relation links two tables. What does not resolve becomes a notice.
 */
export function applyRelations(
  all: Relations[],
  tables: Map<string, Table>,
  context: Context,
): void {
  const named = all.flatMap((relations) => readRelations(relations, context));
  const known = named.filter((one) => tables.has(one.source) && isReadable(one, tables, context));
  const withFields = known.filter(({ relation }) => is(relation, One) && relation.config);
  const linked = new Map(
    withFields.flatMap((one) => {
      const foreignKey = linkForward(one, tables, context);
      return foreignKey ? [[one.relation, foreignKey] as const] : [];
    }),
  );
  for (const one of known) {
    if (!linked.has(one.relation) && !withFields.includes(one)) {
      linkBack(one, known, linked, tables, context);
    }
  }
}

function readRelations(relations: Relations, context: Context): Named[] {
  const source = context.tableId(relations.table);
  try {
    const entries = relations.config(createTableRelationsHelpers(relations.table));
    return Object.entries(entries).map(([key, relation]) => ({
      key,
      source,
      target: context.tableId(relation.referencedTable),
      relation,
    }));
  } catch (error) {
    context.notice(
      source,
      `Its relations() can't be evaluated and were left out: ${(error as Error).message}`,
    );
    return [];
  }
}

function isReadable({ key, source, target }: Named, tables: Map<string, Table>, context: Context) {
  if (tables.has(target)) return true;
  context.notice(
    `${source}.${key}`,
    `The relation points at ${target}, which the schema does not export; it was left out.`,
  );
  return false;
}

/** `one(target, { fields, references })`: names a constraint, or stands for one that the database lacks. */
function linkForward(
  named: Named,
  tables: Map<string, Table>,
  context: Context,
): ForeignKey | null {
  const { key, source, target } = named;
  const link = relationLink(named, context);
  const table = tables.get(source);
  if (!link || !table) return null;
  const same = table.foreignKeys.find((candidate) => linkId(candidate) === linkId(link));
  const back = reversed(link, source, tables.get(target));
  if (!same && back) {
    back.reverseRelationKey ??= key;
    return back;
  }
  if (same && same.relationKey !== null) return same;
  if (same) same.relationKey = key;
  else table.foreignKeys.push(link);
  return same ?? link;
}

/** The constraint that a relation writes from the side that does not hold the key. */
function reversed(link: ForeignKey, source: string, target: Table | undefined) {
  return target?.foreignKeys.find(
    (candidate) =>
      candidate.source === 'constraint' &&
      candidate.targetTable === source &&
      candidate.columns.join() === link.targetColumns.join() &&
      candidate.targetColumns.join() === link.columns.join(),
  );
}

function relationLink(
  { key, source, target, relation }: Named,
  context: Context,
): ForeignKey | null {
  const { fields, references } = (relation as One).config ?? { fields: [], references: [] };
  try {
    return {
      name: null,
      columns: columnKeys(relation.sourceTable, fields),
      targetTable: target,
      targetColumns: columnKeys(relation.referencedTable, references),
      onDelete: null,
      onUpdate: null,
      source: 'relation',
      relationKey: key,
      reverseRelationKey: null,
    };
  } catch (error) {
    context.notice(
      `${source}.${key}`,
      `The relation names a column that is not in its table (${(error as Error).message}); it was left out.`,
    );
    return null;
  }
}

/** `many(...)`, or `one(...)` without fields: the way back along a relation or foreign key of the target. */
function linkBack(
  named: Named,
  all: Named[],
  linked: Map<Relation, ForeignKey>,
  tables: Map<string, Table>,
  context: Context,
): void {
  const { key, source, target, relation } = named;
  const candidates = all
    .filter(
      (other) =>
        other.source === target && other.relation !== relation && pairs(relation, source, other),
    )
    .flatMap((other) => linked.get(other.relation) ?? []);
  const constraints = (tables.get(target)?.foreignKeys ?? []).filter(
    (foreignKey) => foreignKey.targetTable === source,
  );
  const choice = candidates.length > 0 ? candidates : constraints;
  const [only] = choice;
  if (only && choice.length === 1) {
    only.reverseRelationKey ??= key;
    return;
  }
  const kind = is(relation, Many) ? 'many' : 'one';
  context.notice(
    `${source}.${key}`,
    only
      ? `The relation ${kind}(${target}) matches ${choice.length} links and names none of them by relationName; it was left out.`
      : `The relation ${kind}(${target}) has no counterpart with fields and no foreign key; it was left out.`,
  );
}

/** drizzle's own rule: by relation name when there is one, else by the tables. */
function pairs(relation: Relation, source: string, other: Named): boolean {
  return relation.relationName
    ? other.relation.relationName === relation.relationName
    : other.target === source;
}
