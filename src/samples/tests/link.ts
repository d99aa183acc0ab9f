import { column, deletedValues } from '../../model/conditions.ts';
import { member } from '../../code.ts';
import { type Link, relationsOf } from '../../model/relations.ts';
import { isDeletable, linkRoutes, type Routes } from '../../model/routes.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import { dateText, keyCases, keyText } from './keys.ts';
import { rowKey } from '../../model/key-value.ts';

/** What the templates of the tests of a join table's routes need beside the model of the routes. */
export interface LinkTestModel {
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

/** The tests of the routes from `owner` to the rows that a join table links it with. */
export function linkTestModel(
  owner: TableModel,
  { link, own, other, target }: Link,
  service: ServiceModel,
): LinkTestModel {
  const ownerKey = owner.key[0] ?? '';
  const targetKey = target.key[0] ?? '';
  return {
    linkImport: link.reference.import,
    importLines: [owner, target]
      .map(
        (t) =>
          `import { create${t.names.pascal} } from '../../../test/factories/${t.names.kebab}';`,
      )
      .join('\n'),
    ownerKeyValue: rowKey('owner', owner, { table: link, foreignKey: own }),
    targetKeyValue: rowKey('target', target, { table: link, foreignKey: other }),
    ownerKeyText: rowKeyText('owner', owner, ownerKey),
    targetKeyText: rowKeyText('target', target, targetKey),
    unknownOwner: unknownKey(owner, ownerKey),
    unknownTarget: unknownKey(target, targetKey),
    includeName: includeName(owner, link, target, service),
    ownerMark: deletedValues(owner),
    targetMark: deletedValues(target),
    pairParameter: target.softDelete
      ? `overrides: Parameters<typeof create${target.names.pascal}>[1] = {}`
      : '',
    pairArgument: target.softDelete ? ', overrides' : '',
    sections: sectionsOf(owner, target, linkRoutes(owner, link)).map((name) => ({
      partial: `tests/${name}`,
    })),
  };
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
    ...(target.softDelete ? [isDeletable(target) ? 'link-deleted' : 'link-marked'] : []),
    ...(owner.softDelete ? [isDeletable(owner) ? 'link-owner-deleted' : 'link-owner-marked'] : []),
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

/** Source text of a row's key as it stands in a URL. */
function rowKeyText(row: string, table: TableModel, key: string): string {
  const c = column(table, key);
  const value = member(row, key);
  if (c.jsType === 'Date') return dateText(value, c);
  return c.jsType === 'string' ? value : `String(${value})`;
}

/** The key of no row, as it stands in a URL. */
export function unknownKey(table: TableModel, key: string): string {
  return keyText(column(table, key));
}
