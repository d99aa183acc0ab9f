import { member, propertyName, quote } from '../code.ts';
import { capitalize, type Names } from './names.ts';
import type { Link } from './relations.ts';
import { liveCondition } from './conditions.ts';
import { linkRoutes, type Routes } from './routes.ts';
import type { TableModel } from './service.ts';

/** What the templates of a join table's routes need, seen from one side. */
export interface LinkModel {
  owner: Names;
  target: Names;
  tableImports: string[];
  drizzleImports: string[];
  targetTableImport: string;
  ownerTable: string;
  targetTable: string;
  linkTable: string;
  linkName: string;
  ownerKey: string;
  targetKey: string;
  /** `PostKey['id']` */
  ownerKeyType: string;
  targetKeyType: string;
  /** Path parameters: `id`, as in the owner's own routes, and `tagId`. */
  ownerParam: string;
  targetParam: string;
  ownerWhere: string;
  listWhere: string;
  linkOwnerColumn: string;
  linkTargetColumn: string;
  linkOwnerProperty: string;
  linkTargetProperty: string;
}

/** The routes from `owner` to the rows that a join table links it with. */
export function linkModel(owner: TableModel, { link, own, other, target }: Link): LinkModel {
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
    targetTableImport: target.reference.import,
    ownerTable: owner.reference.id,
    targetTable: target.reference.id,
    linkTable: table,
    linkName: link.names.human,
    ownerKey,
    targetKey,
    ownerKeyType: keyType(owner, ownerKey),
    targetKeyType: keyType(target, targetKey),
    ownerParam: ownerKey,
    targetParam: `${target.names.camelOne}${capitalize(targetKey)}`,
    ownerWhere: ownerLive ? `and(${isOwner}, ${ownerLive})` : isOwner,
    listWhere: targetLive ? `and(${isLinked}, ${targetLive})` : isLinked,
    linkOwnerColumn: member(table, own.columns[0] ?? ''),
    linkTargetColumn: member(table, other.columns[0] ?? ''),
    linkOwnerProperty: propertyName(own.columns[0] ?? ''),
    linkTargetProperty: propertyName(other.columns[0] ?? ''),
  };
}

function keyType({ names }: TableModel, key: string): string {
  return `${names.pascal}Key[${quote(key)}]`;
}

function drizzleImports(routes: Routes, conditions: (string | null)[]): string[] {
  const lives = conditions.filter((live) => live !== null);
  const isJoined = routes === 'all' || lives.length > 0;
  const used = ['eq', 'inArray', 'sql', ...lives.map((live) => live.slice(0, live.indexOf('(')))];
  return [...new Set(isJoined ? ['and', ...used] : used)].toSorted();
}
