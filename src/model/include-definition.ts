import { importsOf, member, propertyName, quote } from '../code.ts';
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

/** How a relation is declared: the columns that meet, and what of the target is sent. */
export function includeDefinition(relation: Relation): IncludeDefinition {
  const { name, kind, from, to, toTable, target, through } = relation;
  const places = (table: TableModel, keys: readonly string[]) =>
    keys.map((k) => member(table.reference.id, k)).join(', ');
  const parts = [
    `from: [${from.map(quote).join(', ')}]`,
    `to: [${places(toTable, to)}]`,
    `target: ${target.reference.id}`,
    `response: ${target.names.camelOne}Response`,
  ];
  if (kind === 'many') parts.push(`order: [${places(target, target.key)}]`);
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

/** The imports of a module's includes file. */
export function includeImports(resource: TableModel, relations: Relation[]): string {
  const tables = unique(
    relations.flatMap((r) => [r.target, r.toTable]).map((t) => t.reference.import),
  );
  const targets = [...new Set(relations.map((r) => r.target))];
  const functions = unique([
    ...importsOf(...targets.map(liveCondition)),
    ...(relations.some((r) => r.through) ? ['eq'] : []),
  ]);
  const kinds = unique(relations.map((r) => r.kind as string));
  return [
    functions.length > 0 ? `import { ${functions.join(', ')} } from 'drizzle-orm';` : '',
    kinds.length > 0 ? `import { ${kinds.join(', ')} } from '../../db/includes';` : '',
    tables.length > 0 ? `import { ${tables.join(', ')} } from '../../db/schema';` : '',
    ...targets.filter((t) => t.access).map((t) => policyImport(t, resource)),
    ...targets.map((t) => {
      const folder = t === resource ? '.' : `../${t.names.kebab}`;
      return `import { ${t.names.camelOne}Response } from '${folder}/${t.names.kebab}.schemas';`;
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
