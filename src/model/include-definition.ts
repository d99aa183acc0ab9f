import {
  type Code,
  code,
  imported,
  importsOf,
  joined,
  member,
  plainCode,
  propertyName,
  quote,
} from '../code.ts';
import { policyImport, policyName } from './access/names.ts';
import type { Relation } from './relations.ts';
import { liveCondition } from './conditions.ts';
import type { TableModel } from './service.ts';

/** One entry of a module's includes, as source text. */
export interface IncludeDefinition {
  property: string;
  kind: 'one' | 'many';
  definition: string;
}

/** How a relation of the resource is declared: the columns that meet, and what of the target is sent. */
export function includeDefinition(relation: Relation, resource: TableModel): IncludeDefinition {
  const { name, kind, from, to, toTable, target, through } = relation;
  const places = (table: TableModel, keys: readonly string[]) =>
    keys.map((k) => member(table.reference.id, k)).join(', ');
  const parts = [
    `from: [${from.map(quote).join(', ')}]`,
    `to: [${places(toTable, to)}]`,
    `target: ${target.reference.id}`,
    `response: ${target.names.camelOne}Response`,
  ];
  if (kind === 'many') {
    parts.push(`order: [${orderOf(target).text}]`);
    const list = listOf(relation, resource);
    if (list !== null) parts.push(`list: ${list.text}`);
  }
  if (through) {
    const { columns, targetColumns } = through.foreignKey;
    const on = `eq(${places(through.table, columns)}, ${places(target, targetColumns)})`;
    parts.push(`through: { table: ${through.table.reference.id}, on: ${on} }`);
  }
  if (target.access) parts.push(`access: ${policyName(target)}.${accessOf(relation)}`);
  const live = liveCondition(target);
  if (live) parts.push(`where: ${live.text}`);
  return { property: propertyName(name), kind, definition: parts.join(', ') };
}

/** Newest first where a row says when it was made: keys may be random. */
function orderOf({ columns, key, reference }: TableModel): Code {
  const keys = key.map((k) => member(reference.id, k));
  const made = columns.find(
    (c) => c.kind === 'timestamp' && c.maintained === 'create' && c.notNull && c.inResponse,
  );
  if (!made || key.includes(made.key)) return plainCode(keys.join(', '));
  const places = [member(reference.id, made.key), ...keys];
  return joined(
    places.map((place) => code`${imported('desc')}(${place})`),
    ', ',
  );
}

/** An expression for the URL of the list that has all rows of a relation; null where no list can be asked for them. */
export function listOf(relation: Relation, resource: TableModel): Code | null {
  const { kind, from, to, target, through } = relation;
  if (kind === 'one') return null;
  const path = (table: TableModel) => encodeURI(table.names.kebab);
  if (through) {
    const isKey = from.length === 1 && resource.key.length === 1 && from[0] === resource.key[0];
    return isKey ? plainCode(quote(`/v1/${path(resource)}/{}/${path(target)}`)) : null;
  }
  if (!to.every((key) => target.filterColumns.includes(key))) return null;
  const listing = `${target.names.camelOne}Listing`;
  const keys = to.map(quote).join(', ');
  return code`${imported('filteredList')}(${quote(`/v1/${path(target)}`)}, ${listing}, [${keys}])`;
}

/** The imports of a module's includes file. */
export function includeImports(resource: TableModel, relations: Relation[]): string {
  const tables = unique(
    relations.flatMap((r) => [r.target, r.toTable]).map((t) => t.reference.import),
  );
  const targets = [...new Set(relations.map((r) => r.target))];
  const ordered = relations.filter((r) => r.kind === 'many').map((r) => r.target);
  const filtered = relations
    .filter((r) => importsOf(listOf(r, resource)).length > 0)
    .map((r) => r.target);
  const functions = unique([
    ...importsOf(...targets.map(liveCondition), ...ordered.map(orderOf)),
    ...(relations.some((r) => r.through) ? ['eq'] : []),
  ]);
  const kinds = unique(relations.map((r) => r.kind as string));
  return [
    functions.length > 0 ? `import { ${functions.join(', ')} } from 'drizzle-orm';` : '',
    tables.length > 0 ? `import { ${tables.join(', ')} } from '../../db/schema';` : '',
    ...targets.filter((t) => t.access).map((t) => policyImport(t, resource)),
    ...(filtered.length > 0 ? [`import { filteredList } from '../../http/filters';`] : []),
    kinds.length > 0 ? `import { ${kinds.join(', ')} } from '../../http/includes';` : '',
    ...targets.map((t) => {
      const listing = filtered.includes(t) ? `${t.names.camelOne}Listing, ` : '';
      const folder = t === resource ? '.' : `../${t.names.kebab}`;
      return `import { ${listing}${t.names.camelOne}Response } from '${folder}/${t.names.kebab}.schemas';`;
    }),
  ]
    .filter(Boolean)
    .join('\n');
}

/** What the caller must be allowed to do with what comes along: one row is read, many are a list. */
function accessOf({ kind }: Relation): 'list' | 'read' {
  return kind === 'many' ? 'list' : 'read';
}

function unique(items: string[]): string[] {
  return [...new Set(items)].toSorted();
}
