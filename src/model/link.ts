import { propertyName, member, capitalize, type Names } from './names.ts';
import { type Link, relationsOf } from './relations.ts';
import { column, liveCondition } from './conditions.ts';
import type { ServiceModel, TableModel } from './service.ts';
import { keyCases } from './test-keys.ts';

/** What the templates of a join table's routes need, seen from one side. */
export interface LinkModel {
  owner: Names;
  target: Names;
  tableImports: string[];
  drizzleImports: string[];
  ownerTable: string;
  targetTable: string;
  linkTable: string;
  linkName: string;
  ownerKey: string;
  targetKey: string;
  /** Path parameters: `id`, as in the owner's own routes, and `tagId`. */
  ownerParam: string;
  targetParam: string;
  ownerWhere: string;
  listWhere: string;
  linkOwnerColumn: string;
  linkTargetColumn: string;
  linkOwnerProperty: string;
  linkTargetProperty: string;
  linkImport: string;
  importLines: string;
  ownerKeyText: string;
  targetKeyText: string;
  unknownOwner: string;
  unknownTarget: string;
  /** What `include` calls the linked rows. */
  includeName: string;
  /** Tests that only some of the tables have. */
  sections: { partial: string }[];
}

/** The routes from `owner` to the rows that a join table links it with. */
export function linkModel(
  owner: TableModel,
  { link, own, other, target }: Link,
  service: ServiceModel,
): LinkModel {
  const ownerKey = owner.key[0] ?? '';
  const targetKey = target.key[0] ?? '';
  const table = link.reference.id;
  const ownerColumn = member(owner.reference.id, ownerKey);
  const targetColumn = member(target.reference.id, targetKey);
  const [ownerLive, targetLive] = [liveCondition(owner), liveCondition(target)];
  const isOwner = `eq(${ownerColumn}, sql.placeholder('owner'))`;
  const isLinked = `inArray(${targetColumn}, linked)`;
  const lives = [ownerLive, targetLive].filter((live) => live !== null);
  return {
    owner: owner.names,
    target: target.names,
    tableImports: [owner, target, link].map((t) => t.reference.import).toSorted(),
    drizzleImports: [
      ...new Set(['and', 'eq', 'inArray', 'sql', ...lives.map((l) => l.slice(0, l.indexOf('(')))]),
    ].toSorted(),
    ownerTable: owner.reference.id,
    targetTable: target.reference.id,
    linkTable: table,
    linkName: link.names.human,
    ownerKey,
    targetKey,
    ownerParam: ownerKey,
    targetParam: `${target.names.camelOne}${capitalize(targetKey)}`,
    ownerWhere: ownerLive ? `and(${isOwner}, ${ownerLive})` : isOwner,
    listWhere: targetLive ? `and(${isLinked}, ${targetLive})` : isLinked,
    linkOwnerColumn: member(table, own.columns[0] ?? ''),
    linkTargetColumn: member(table, other.columns[0] ?? ''),
    linkOwnerProperty: propertyName(own.columns[0] ?? ''),
    linkTargetProperty: propertyName(other.columns[0] ?? ''),
    linkImport: link.reference.import,
    importLines: [owner, target]
      .map(
        (t) =>
          `import { create${t.names.pascal} } from '../../../test/factories/${t.names.kebab}';`,
      )
      .join('\n'),
    ownerKeyText: keyText('owner', owner, ownerKey),
    targetKeyText: keyText('target', target, targetKey),
    unknownOwner: unknownKey(owner, ownerKey),
    unknownTarget: unknownKey(target, targetKey),
    includeName: includeName(owner, link, target, service),
    sections: [
      ...(target.softDelete ? ['link-deleted'] : []),
      ...(owner.softDelete ? ['link-owner-deleted'] : []),
      ...(keyCases(owner).badKey ? ['link-bad-owner'] : []),
      ...(keyCases(target).badKey ? ['link-bad-target'] : []),
    ].map((name) => ({ partial: `tests/${name}` })),
  };
}

function includeName(
  owner: TableModel,
  link: TableModel,
  target: TableModel,
  service: ServiceModel,
): string {
  const relation = relationsOf(owner, service).find(
    (r) => r.through?.table === link && r.target === target,
  );
  return relation?.name ?? target.names.camel;
}

function keyText(row: string, table: TableModel, key: string): string {
  return column(table, key).jsType === 'string' ? member(row, key) : `String(${member(row, key)})`;
}

function unknownKey(table: TableModel, key: string): string {
  const { kind, sqlType } = column(table, key);
  if (kind === 'uuid') return 'ffffffff-ffff-4fff-bfff-ffffffffffff';
  if (kind === 'integer') return sqlType.startsWith('small') ? '32767' : '2147483647';
  return kind === 'bigint' ? '9007199254740991' : 'missing';
}
