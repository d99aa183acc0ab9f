import { reachesAll } from '../../model/access/actions.ts';
import { keyEntry } from '../../model/key-value.ts';
import { whoLinks } from '../../model/access/link.ts';
import { givenWith } from '../../model/access/users.ts';
import { type Link, linksOf } from '../../model/relations.ts';
import { linkRoutes } from '../../model/routes.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import { isCreatable } from '../obstacles.ts';
import { unknownKey } from '../tests/link.ts';
import type { TestSource } from '../tests/overrides.ts';
import { aligned, reachOf, triersOf } from './expected.ts';
import { personsRow, withoutAwait } from './own.ts';

/** The links of a resource to one other, as the test of who may do what with them needs it. */
export interface LinkCase {
  human: string;
  ownerHuman: string;
  path: string;
  key: string;
  /** `_owner` where targets belong to nobody. */
  parameter: string;
  target: string;
  table: string;
  pair: string;
  lines: string[];
  /** The key of no target, and whether somebody may add to their row; where there may be targets that they do not reach. */
  foreign: { missing: string; adds: boolean }[];
  made: TableModel[];
  owned: TableModel[];
  link: TableModel;
}

/** The links that lead from a resource, where a test can make both sides. */
export function linkCases(source: TestSource): LinkCase[] {
  const { table, service, checks } = source;
  if (!table.access || table.role !== 'resource') return [];
  return linksOf(table, service).flatMap((one) => {
    const { link, own, other, target } = one;
    const isTried = [table, target].every((side) => isCreatable(side, service, checks));
    if (!isTried || givenWith(target, service)) return [];
    const row = personsRow(target, source, { db: 't.db', person: 'owner' });
    if (row === null) return [];
    const key = target.key[0] ?? '';
    const isAddedTo = linkRoutes(table, link) !== 'read-only';
    const adds = isAddedTo && whoLinks(table, link) !== 'admin';
    return [
      {
        human: target.names.human,
        ownerHuman: table.names.aHuman,
        path: target.names.kebab,
        key,
        parameter: row.owned.length > 0 ? 'owner' : '',
        target: withoutAwait(row.text),
        table: link.reference.id,
        pair: [
          keyEntry('row', table, { table: link, foreignKey: own }),
          keyEntry('target', target, { table: link, foreignKey: other }),
        ].join(', '),
        lines: linkLines(table, one, service),
        foreign: isForeign(table, target) ? [{ missing: unknownKey(target, key), adds }] : [],
        made: row.made,
        owned: row.owned,
        link,
      },
    ];
  });
}

/** Whether somebody who reaches a row may come upon a target that they do not reach. */
function isForeign({ access }: TableModel, target: TableModel): boolean {
  return (
    access?.who.read !== 'admin' &&
    !reachesAll(target.access?.who.read ?? 'public') &&
    !reachesAll(target.access?.who.list ?? 'public')
  );
}

function linkLines(owner: TableModel, { link, target }: Link, service: ServiceModel): string[] {
  const routes = linkRoutes(owner, link);
  const columns = ['list', ...(routes === 'read-only' ? [] : ['add'])];
  if (routes === 'all') columns.push('remove');
  const read = owner.access?.who.read ?? 'admin';
  const change = whoLinks(owner, link);
  const targets = target.access?.who;
  const lines = triersOf(owner, service).map((person) => {
    // A target that belongs to somebody is the same person's.
    const toTarget = (who: typeof read) => reachOf(who, person);
    const list = reachOf(read, person);
    const seen = toTarget(targets?.list ?? 'public') === 'row' ? 'row' : 'none';
    const changed = reachOf(change, person);
    const write = (allowed: boolean) => {
      if (typeof changed === 'number') return String(changed);
      if (changed === 'none') return '404';
      return allowed ? '204' : '409';
    };
    const cells: Record<string, string> = {
      list: typeof list === 'number' ? String(list) : list === 'none' ? '404' : seen,
      add: write(toTarget(targets?.read ?? 'public') === 'row'),
      remove: write(true),
    };
    return [person, ...columns.map((column) => cells[column] ?? '-')];
  });
  return aligned([['', ...columns], ...lines]);
}
