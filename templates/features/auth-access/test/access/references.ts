import { expect } from 'vitest';
import type { TestApp } from '../app';
import { itemUrl, jsonBody } from '../http';
import { expectAlike } from './alike';
import type { Subject } from './matrix';
import { newcomer, type Person } from './people';

/** Fields of a body that refer to a row which not everybody may reach. */
export interface ForeignReference {
  /** Makes a row of somebody else's, or one that only admins reach. */
  foreign: (other: Person) => Promise<object>;
  /** Refers to no row at all. */
  missing: object;
}

/**
 * Expects that a body which refers to somebody else's row is refused exactly as one which refers to nothing: it must not tell
 * which rows others have.
 */
export async function expectUnreachable(
  t: TestApp,
  subject: Subject,
  method: 'POST' | 'PATCH',
  { foreign, missing }: ForeignReference,
): Promise<void> {
  const [owner, other] = [await newcomer(t.app), await newcomer(t.app)];
  const isNew = method === 'POST';
  const body = isNew ? await subject.body?.(owner) : {};
  const url = isNew ? subject.url : itemUrl(subject.url, await subject.make(owner), subject.key);
  const send = (fields: object) =>
    owner.send(method, url, { payload: { ...body, ...jsonBody(fields) } });
  const before = isNew ? undefined : await t.read(url);
  expectAlike(await send(await foreign(other)), await send(missing));
  if (before) expect(await t.read(url)).toEqual(before);
}
