import { expect } from 'vitest';
import type { TestApp } from '../app';
import { expectProblem, expectStatus } from '../expect';
import { itemUrl } from '../http';
import { expectAlike } from './alike';
import { type Cell, cellsOf, type Subject } from './matrix';
import { newcomer, people, type Person } from './people';

/** What can be linked with the rows of a resource. */
export interface Links<Row extends object, Target extends object> {
  subject: Subject<Row>;
  /** Below the row's URL. */
  path: string;
  /** What identifies a target in its URL. */
  key: string;
  /** Makes a target of somebody's, or any where they belong to nobody. */
  target: (owner: Person) => Promise<Target>;
  /** Links them, whoever may. */
  link: (row: Row, target: Target) => PromiseLike<unknown>;
}

/** Only to find out which rows these are: whose table it is, a test does not repeat. */
export function linksOf<Row extends object, Target extends object>(
  links: Links<Row, Target>,
): Links<Row, Target> {
  return links;
}

const COLUMNS = ['list', 'add', 'remove'] as const;

export const linkCells = (table: string) => cellsOf(table, COLUMNS);

/** Expects that somebody gets what the cell says for a pair that was made for it, and that a refusal changes nothing. */
export async function expectLinkCell<Row extends object, Target extends object>(
  t: TestApp,
  links: Links<Row, Target>,
  [who, column, expected]: Cell<(typeof COLUMNS)[number]>,
): Promise<void> {
  const owner = await newcomer(t.app);
  const person = await people[who](t.app, owner);
  const row = await links.subject.make(owner);
  const target = await links.target(owner);
  const { url, item } = urlsOf(links, row, target);
  if (column !== 'add') await links.link(row, target);
  if (expected === 'row' || expected === 'none') {
    const total = expected === 'row' ? 1 : 0;
    expect((await person.read(url)).data).toHaveLength(total);
    if (expected === 'row') expect(await person.read(`${url}?total=true`)).toMatchObject({ total });
    return;
  }
  const method = ({ list: 'GET', add: 'PUT', remove: 'DELETE' } as const)[column];
  const response = await person.send(method, column === 'list' ? url : item);
  if (expected === '204') expectStatus(response, 204);
  else expectProblem(response, Number(expected));
  const isLinked = column === 'add' ? expected === '204' : expected !== '204';
  expect(await t.read(`${url}?total=true`)).toMatchObject({ total: isLinked ? 1 : 0 });
}

/**
 * Expects that a target of somebody else's is neither linked nor, where it is, listed: it is as one that is not there.
 *
 * @param missing the key of none
 */
export async function expectForeignTarget<Row extends object, Target extends object>(
  t: TestApp,
  links: Links<Row, Target>,
  { missing, adds }: { missing: string; adds: boolean },
): Promise<void> {
  const [owner, other] = [await newcomer(t.app), await newcomer(t.app)];
  const row = await links.subject.make(owner);
  const target = await links.target(other);
  const { url, item } = urlsOf(links, row, target);
  if (adds) {
    expectAlike(await owner.send('PUT', item), await owner.send('PUT', `${url}/${missing}`));
    expect(await t.read(`${url}?total=true`)).toMatchObject({ total: 0 });
  }
  await links.link(row, target);
  expect((await owner.read(url)).data).toEqual([]);
  expect((await t.read(url)).data).toHaveLength(1);
}

function urlsOf<Row extends object, Target extends object>(
  { subject, path, key }: Links<Row, Target>,
  row: Row,
  target: Target,
) {
  const url = `${itemUrl(subject.url, row, subject.key)}/${path}`;
  return { url, item: itemUrl(url, target, [key]) };
}
