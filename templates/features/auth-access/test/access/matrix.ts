import { expect } from 'vitest';
import type { TestApp } from '../app';
import { expectProblem, expectStatus } from '../expect';
import { itemUrl, walk } from '../http';
import { newcomer, people, type Person, type Who } from './people';
import { signedBy, stamped, type Stamps } from './stamps';

/** A resource, as tests of who may do what with its rows need it. */
export interface Subject<Row extends object = object> {
  url: string;
  /** What identifies a row in its URL; nothing where there is only the list. */
  key: readonly string[];
  /** Those of its columns whose Date is a day. */
  days?: readonly string[];
  /** Makes a row of somebody's, or any where rows belong to nobody. */
  make: (owner: Person) => Promise<Row>;
  /** What somebody sends to create one. */
  body?: (sender: Person) => Promise<object>;
  /** Fields to send in a change, with the values that they have. */
  change?: readonly string[];
  /** Filters that a value of each row is found by. */
  filters?: readonly string[];
  /** Columns that say who made, changed and deleted a row. */
  stamps?: Stamps;
  /** How many rows belong to somebody by what is stored, and the field that says so: no client sets it. */
  owned?: { field: string; count: (owner: Person) => Promise<number> };
}

const ACTIONS = ['list', 'read', 'create', 'update', 'delete'] as const;
type Action = (typeof ACTIONS)[number];

/**
 * What somebody gets: a status, and of a list whether it holds the row (`row`) or not (`none`).
 */
export type Cell<Column extends string = Action> = [who: Who, column: Column, expected: string];

/** One attempt: whose row it is, who tries, and what they must get. */
interface Attempt {
  t: TestApp;
  subject: Subject;
  owner: Person;
  person: Person;
  expected: string;
}

/**
 * The cells of a table that is written as text: what is done in the first line, and who does it at the beginning of each
 * other one. A dash is a cell that can't be tried.
 *
 * @throws when it names somebody or something that there is not
 */
export function cells(table: string): Cell[] {
  return cellsOf(table, ACTIONS);
}

export function cellsOf<Column extends string>(
  table: string,
  columns: readonly Column[],
): Cell<Column>[] {
  const [head = [], ...lines] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const unknown = head.find((name) => !columns.some((column) => column === name));
  if (unknown !== undefined) throw new Error(`There is no ${unknown}: ${columns.join(', ')}`);
  return lines.flatMap(([who = '', ...expected]) => {
    if (!(who in people)) throw new Error(`Nobody is called ${who}: see people.ts`);
    if (expected.length !== head.length) throw new Error(`${who} has not one cell for each column`);
    return expected
      .map((cell, i): Cell<Column> => [who as Who, head[i] as Column, cell])
      .filter(([, , cell]) => cell !== '-');
  });
}

/** Expects that somebody gets what the cell says, with a row that was made for it, and that a refusal changes nothing. */
export async function expectCell(t: TestApp, subject: Subject, cell: Cell): Promise<void> {
  const [who, action, expected] = cell;
  const owner = await newcomer(t.app);
  const person = await people[who](t.app, owner);
  await EXPECTATIONS[action]({ t, subject, owner, person, expected });
}

const EXPECTATIONS: Record<Action, (attempt: Attempt) => Promise<void>> = {
  list: expectList,
  read: expectRead,
  create: expectCreate,
  update: expectUpdate,
  delete: expectDelete,
};

const urlOf = ({ url, key, days }: Subject, row: object) => itemUrl(url, row, key, days);

async function expectList({ t, subject, owner, person, expected }: Attempt): Promise<void> {
  const { url, key } = subject;
  const row = await subject.make(owner);
  if (expected !== 'row' && expected !== 'none') {
    expectProblem(await person.send('GET', url), Number(expected));
    return;
  }
  const isIn = (rows: object[]) =>
    key.length > 0
      ? rows.some((one) => urlOf(subject, one) === urlOf(subject, row))
      : rows.length > 0;
  const rows = await walk(person, `${url}?limit=100`);
  expect(isIn(rows)).toBe(expected === 'row');
  expect(await person.read(`${url}?limit=1&total=true`)).toMatchObject({ total: rows.length });
  if (expected === 'row' || key.length === 0) return;
  // Whoever guesses a value must not learn that a row has it.
  const sent = await t.read(urlOf(subject, row));
  for (const field of subject.filters ?? []) {
    const filter = new URLSearchParams({ [field]: String(sent[field]) });
    expect(isIn(await walk(person, `${url}?${filter.toString()}`)), field).toBe(false);
  }
}

async function expectRead({ t, subject, owner, person, expected }: Attempt): Promise<void> {
  const target = urlOf(subject, await subject.make(owner));
  const response = await person.send('GET', target);
  if (expected === '200') {
    expectStatus(response, 200);
    expect(urlOf(subject, response.json())).toBe(target);
    return;
  }
  expectProblem(response, Number(expected));
  // Nor does it tell whether a version that somebody knows is the current one.
  const { etag } = (await t.send('GET', target)).headers;
  const headers = { 'if-none-match': String(etag) };
  expectProblem(await person.send('GET', target, { headers }), Number(expected));
}

async function expectCreate({ t, subject, owner, person, expected }: Attempt): Promise<void> {
  const { url, body, owned, stamps } = subject;
  if (expected === '401' || expected === '403') {
    // Before anything that is sent is looked at.
    const response = await person.send('POST', url, { payload: { notAField: true } });
    expectProblem(response, Number(expected));
    return;
  }
  const payload = await body?.(person);
  const signed = () => signedBy(t, stamps, { write: 'create', person });
  const [before, signedBefore] = [await owned?.count(person), await signed()];
  const response = await person.send('POST', url, { payload });
  expectStatus(response, Number(expected));
  if (expected !== '201') return;
  expect(await signed()).toEqual(signedBefore.map((count) => count + 1));
  const send = (more: object) => person.send('POST', url, { payload: { ...payload, ...more } });
  await expectRefused(stamped(stamps), owner, send);
  if (!owned) return;
  const after = await owned.count(person);
  expect(after).toBe(Number(before) + 1);
  await expectRefused([owned.field], owner, send);
  expect(await owned.count(person)).toBe(after);
}

/** Nobody says that it was somebody else. */
async function expectRefused(
  fields: string[],
  { userId }: Person,
  send: (more: object) => ReturnType<Person['send']>,
): Promise<void> {
  for (const field of fields) {
    const pointer = `#/${encodeURIComponent(field)}`;
    expectProblem(await send({ [field]: userId }), 422, { pointer });
  }
}

async function expectUpdate(attempt: Attempt): Promise<void> {
  const { t, subject, owner, person, expected } = attempt;
  const made = await subject.make(owner);
  const target = urlOf(subject, made);
  const before = await t.send('GET', target);
  const payload = picked(before.json(), subject.change ?? []);
  if (expected === '200') {
    const response = await person.send('PATCH', target, { payload });
    expectStatus(response, 200);
    expect(response.headers.etag).not.toBe(before.headers.etag);
    await expectSigned(attempt, 'update', made);
    const send = (more: object) =>
      person.send('PATCH', target, { payload: { ...payload, ...more } });
    await expectRefused(stamped(subject.stamps), owner, send);
    return;
  }
  const isFirst = expected === '401' || expected === '403';
  const sent = isFirst ? { notAField: true } : payload;
  await expectUnchanged(attempt, { target, before, method: 'PATCH', payload: sent });
}

async function expectDelete(attempt: Attempt): Promise<void> {
  const { t, subject, owner, person, expected } = attempt;
  const made = await subject.make(owner);
  const target = urlOf(subject, made);
  if (expected === '204') {
    expectStatus(await person.send('DELETE', target), 204);
    expectProblem(await t.send('GET', target), 404);
    await expectSigned(attempt, 'delete', made);
    return;
  }
  const before = await t.send('GET', target);
  if (expected === '409') {
    // Whoever may do it may know that others refer to it.
    expectProblem(await person.send('DELETE', target), 409);
    expect(seen(await t.send('GET', target))).toEqual(seen(before));
    return;
  }
  await expectUnchanged(attempt, { target, before, method: 'DELETE' });
}

/** The row says who wrote it. */
async function expectSigned(
  { t, subject, person }: Attempt,
  write: 'update' | 'delete',
  made: object,
): Promise<void> {
  const row = picked({ ...made }, subject.key);
  const signed = await signedBy(t, subject.stamps, { write, person, row });
  expect(signed).toEqual(signed.map(() => 1));
}

const picked = (row: Record<string, unknown>, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, row[field]]));

interface Write {
  target: string;
  before: Awaited<ReturnType<Person['send']>>;
  method: 'PATCH' | 'DELETE';
  payload?: object;
}

/** A refusal does not tell which version is current, and the row is what it was. */
async function expectUnchanged(
  { t, person, expected }: Attempt,
  { target, before, method, payload }: Write,
): Promise<void> {
  const sent = payload ? { payload } : {};
  const versions = [undefined, String(before.headers.etag), '"0"'];
  for (const version of versions) {
    const headers: Record<string, string> = version === undefined ? {} : { 'if-match': version };
    const response = await person.send(method, target, { ...sent, headers });
    expectProblem(response, Number(expected));
  }
  expect(seen(await t.send('GET', target))).toEqual(seen(before));
}

/** What an admin gets of a row; of none, where no test makes any, that it is not there. */
function seen(response: Write['before']) {
  return response.statusCode === 200 ? [response.json(), response.headers.etag] : 404;
}
