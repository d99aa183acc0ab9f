import { propertyName, member, capitalize, type Names } from './names.ts';
import { type Link, relationsOf } from './relations.ts';
import { column, deletedValues, liveCondition } from './conditions.ts';
import { isChangeable, linkRoutes, type Routes } from './routes.ts';
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
  /** The key of a row, and as text. */
  ownerKeyValue: string;
  targetKeyValue: string;
  ownerKeyText: string;
  targetKeyText: string;
  unknownOwner: string;
  unknownTarget: string;
  /** What `include` calls the linked rows. */
  includeName: string;
  /** The values of a row that is deleted, where it is only marked. */
  ownerMark: string;
  targetMark: string;
  /** How the tests of links that can't be written make a target with other values: '' where they need none. */
  pairParameter: string;
  pairArgument: string;
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
  const routes = linkRoutes(owner, link);
  return {
    owner: owner.names,
    target: target.names,
    tableImports: [owner, target, link].map((t) => t.reference.import).toSorted(),
    drizzleImports: drizzleImports(routes, [ownerLive, targetLive]),
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
    ownerKeyValue: member('owner', ownerKey),
    targetKeyValue: member('target', targetKey),
    ownerKeyText: keyText('owner', owner, ownerKey),
    targetKeyText: keyText('target', target, targetKey),
    unknownOwner: unknownKey(owner, ownerKey),
    unknownTarget: unknownKey(target, targetKey),
    includeName: includeName(owner, link, target, service),
    ownerMark: deletedValues(owner),
    targetMark: deletedValues(target),
    pairParameter: target.softDelete
      ? `overrides: Parameters<typeof create${target.names.pascal}>[1] = {}`
      : '',
    pairArgument: target.softDelete ? ', overrides' : '',
    sections: sectionsOf(owner, target, routes).map((name) => ({ partial: `tests/${name}` })),
  };
}

function drizzleImports(routes: Routes, conditions: (string | null)[]): string[] {
  const lives = conditions.filter((live) => live !== null);
  const isJoined = routes === 'all' || lives.length > 0;
  const used = ['eq', 'inArray', 'sql', ...lives.map((live) => live.slice(0, live.indexOf('(')))];
  return [...new Set(isJoined ? ['and', ...used] : used)].toSorted();
}

function sectionsOf(owner: TableModel, target: TableModel, routes: Routes): string[] {
  const badOwner = keyCases(owner).badKey !== '';
  const badTarget = keyCases(target).badKey !== '';
  if (routes === 'read-only') {
    return [
      ...(target.softDelete ? ['link-marked-read'] : []),
      ...(owner.softDelete ? ['link-owner-marked-read'] : []),
      ...(badOwner ? ['link-bad-owner-read'] : []),
    ];
  }
  return [
    ...(target.softDelete ? [isChangeable(target) ? 'link-deleted' : 'link-marked'] : []),
    ...(owner.softDelete ? [isChangeable(owner) ? 'link-owner-deleted' : 'link-owner-marked'] : []),
    ...(badOwner ? [routes === 'all' ? 'link-bad-owner' : 'link-bad-owner-add'] : []),
    ...(badTarget ? [routes === 'all' ? 'link-bad-target' : 'link-bad-target-add'] : []),
  ];
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
