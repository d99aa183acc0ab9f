import { expect } from 'vitest';
import type { TestApp } from '../app';
import { itemUrl } from '../http';
import type { Subject } from './matrix';
import { newcomer, people, type Person } from './people';

/** A name of `include` that may lead to rows of others. */
export interface ForeignInclude {
  /** Makes a row that `viewer` may read, and a related one that is `other`'s. */
  row: (viewer: Person, other: Person) => Promise<object>;
  /** Who may read the row and not the related one. */
  viewers: readonly ('viewer' | 'anonymous')[];
}

/** Expects that an admin gets one related row more: the one that is not theirs does not come along. */
export async function expectNotAlong(
  t: TestApp,
  { url, key }: Subject,
  name: string,
  { row, viewers }: ForeignInclude,
): Promise<void> {
  for (const who of viewers) {
    const [viewer, other] = [await newcomer(t.app), await newcomer(t.app)];
    const target = `${itemUrl(url, await row(viewer, other), key)}?include=${name}`;
    const sender = who === 'viewer' ? viewer : await people[who](t.app, viewer);
    const [some, all] = [await sender.read(target), await t.read(target)].map((sent) =>
      [sent[name] ?? []].flat(),
    );
    expect(all, who).toHaveLength(Number(some?.length) + 1);
    expect(all).toEqual(expect.arrayContaining(some ?? []));
  }
}
