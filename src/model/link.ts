import {
  type Code,
  code,
  imported,
  importsOf,
  joined,
  member,
  propertyName,
  quote,
} from '../code.ts';
import type { ForeignKey } from '../schema/table.ts';
import { type Names } from './names.ts';
import { capitalize } from '../words.ts';
import { type LinkAccess, linkAccess, linkDeclares, linkPolicyImports } from './access/link.ts';
import type { Declares } from './access/resource.ts';
import type { Link } from './relations.ts';
import { liveCondition } from './conditions.ts';
import { linkRoutes, type Routes } from './routes.ts';
import type { TableModel } from './service.ts';
import { keyValue } from './key-value.ts';

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
  unlinkWhere: string;
  /** The look at what is linked, and the import that it needs, with its line break; each is '' where there is nothing to look at. */
  references: string;
  referencesImport: string;
  async: string;
  /** What adding declares of its queries: it looks at what is linked, too. */
  linkQueries: string;
  linkCheck: string;
  linkOwnerColumn: string;
  linkTargetColumn: string;
  linkOwnerProperty: string;
  linkTargetProperty: string;
  /** `owner` and `target`, as the join table takes them. */
  linkOwnerValue: string;
  linkTargetValue: string;
  declares: Declares;
  policyImport: string;
  access: LinkAccess | null;
}

/** The routes from `owner` to the rows that a join table links it with. */
export function linkModel(owner: TableModel, { link, own, other, target }: Link): LinkModel {
  const ownerKey = owner.key[0] ?? '';
  const targetKey = target.key[0] ?? '';
  const table = link.reference.id;
  const ownerColumn = member(owner.reference.id, ownerKey);
  const targetColumn = member(target.reference.id, targetKey);
  const [ownerLive, targetLive] = [liveCondition(owner), liveCondition(target)];
  const isOwner = code`${imported('eq')}(${ownerColumn}, ${imported('sql')}.placeholder('owner'))`;
  const isLinked = code`${imported('inArray')}(${targetColumn}, linked)`;
  const [ownerWhere, listWhere] = [allOf(isOwner, ownerLive), allOf(isLinked, targetLive)];
  const routes = linkRoutes(owner, link);
  const access = linkAccess(owner, { link, own, other, target });
  // Where it is known who calls, what may be linked is looked at in any case.
  const looks = routes !== 'read-only' && (access ? access.looked !== null : targetLive !== null);
  const pair = `{ ${propertyName(other.columns[0] ?? '')}: ${targetColumn} }`;
  const args = [access?.looked, pair, targetLive?.text].filter((arg) => arg !== undefined);
  return {
    owner: owner.names,
    target: target.names,
    tableImports: [owner, target, link].map((t) => t.reference.import).toSorted(),
    drizzleImports: drizzleImports(routes, ownerWhere, listWhere),
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
    ownerWhere: ownerWhere.text,
    listWhere: listWhere.text,
    unlinkWhere: unlinkWhere(
      member(table, own.columns[0] ?? ''),
      member(table, other.columns[0] ?? ''),
      {
        table: target.reference.id,
        key: targetColumn,
        live: targetLive?.text,
      },
    ),
    ...lookParts(looks, access, args),
    linkOwnerColumn: member(table, own.columns[0] ?? ''),
    linkTargetColumn: member(table, other.columns[0] ?? ''),
    linkOwnerProperty: propertyName(own.columns[0] ?? ''),
    linkTargetProperty: propertyName(other.columns[0] ?? ''),
    linkOwnerValue: linkValue('owner', owner, { link, foreignKey: own }),
    linkTargetValue: linkValue('target', target, { link, foreignKey: other }),
    declares: linkDeclares(owner, link),
    policyImport: linkPolicyImports(owner, link),
    access,
  };
}

/** What is linked is looked at before, where it may be one that the caller must not reach, or that is deleted. */
function lookParts(
  looks: boolean,
  access: LinkAccess | null,
  args: readonly (string | null)[],
): Pick<LinkModel, 'references' | 'referencesImport' | 'async' | 'linkQueries' | 'linkCheck'> {
  if (!looks) {
    return { references: '', referencesImport: '', async: '', linkQueries: '', linkCheck: '' };
  }
  const when = access ? 'the caller may read it' : 'it is not deleted';
  return {
    references: `/** What may be linked only if ${when}. */\nconst references = [reference(${args.join(', ')})];\n`,
    referencesImport: `import { ${access ? '' : 'reference, '}requireReferences } from '../../http/references';\n`,
    async: 'async ',
    linkQueries: 'queries: 3, ',
    linkCheck: '\nawait requireReferences(context, references, pair);',
  };
}

/** A key from the path, as a value of the join table's column. */
function linkValue(
  text: string,
  target: TableModel,
  { link, foreignKey }: { link: TableModel; foreignKey: ForeignKey },
): string {
  const [key = '', targetKey = ''] = [foreignKey.columns[0], foreignKey.targetColumns[0]];
  const type = `(typeof ${link.reference.id}.$inferInsert)[${quote(key)}]`;
  return keyValue(text, { table: link, key, target, targetKey }, type);
}

function keyType({ names }: TableModel, key: string): string {
  return `${names.pascal}Key[${quote(key)}]`;
}

/** Which pair is taken apart: not one of which the target is deleted, and that no list shows any more. */
function unlinkWhere(
  owner: string,
  target: string,
  linked: { table: string; key: string; live: string | undefined },
): string {
  const pair = `eq(${owner}, sql.placeholder('owner')), eq(${target}, sql.placeholder('target'))`;
  const { table, key, live } = linked;
  if (!live) return `and(${pair})`;
  return `and(${pair}, inArray(${target}, builder.select({ key: ${key} }).from(${table}).where(${live})))`;
}

/** The condition together with the other, where there is one. */
function allOf(condition: Code, other: Code | null): Code {
  return other ? code`${imported('and')}(${joined([condition, other], ', ')})` : condition;
}

/** What the conditions import, and what the template's own queries do. */
function drizzleImports(routes: Routes, ...conditions: Code[]): string[] {
  const own = routes === 'all' ? ['and', 'eq', 'sql'] : ['eq', 'sql'];
  return [...new Set([...own, ...importsOf(...conditions)])].toSorted();
}
