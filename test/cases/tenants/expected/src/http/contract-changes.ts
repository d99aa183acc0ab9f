import { accessChanges } from '../access/contract';
import type { Contract, RouteEntry } from './contract';

/** What an entry lists, as a sentence says that something is gone and that something is there. */
const LISTS = {
  guards: ['no longer has the guard', 'has the guard'],
  work: ['no longer says that it does', 'says that it does'],
  query: ['no longer takes the parameter', 'takes the parameter'],
  takes: ['no longer takes', 'takes'],
  sends: ['no longer sends', 'sends'],
  statuses: ['no longer answers', 'may answer'],
} satisfies Partial<Record<keyof RouteEntry, [string, string]>>;

/** What of a contract is not as it was, each as a sentence: `PATCH /v1/orders/:id no longer has the guard precondition`. */
export function contractChanges(before: Contract, after: Contract): string[] {
  const [old, now] = [byRoute(before), byRoute(after)];
  const gone = before.routes.filter(({ route }) => !now.has(route));
  return [
    ...gone.map(({ route }) => `${route} is gone`),
    ...after.routes.flatMap((entry) => {
      const known = old.get(entry.route);
      return known ? changesOf(known, entry) : [`${entry.route} is new`];
    }),
  ];
}

function changesOf(before: RouteEntry, after: RouteEntry): string[] {
  const changes: string[] = [];
  for (const [name, [gone, there]] of Object.entries(LISTS)) {
    const [old, now] = [before[name as keyof typeof LISTS], after[name as keyof typeof LISTS]];
    for (const one of missing(old, now)) changes.push(`${after.route} ${gone} ${one}`);
    for (const one of missing(now, old)) changes.push(`${after.route} ${there} ${one} now`);
  }
  if (before.queries !== after.queries) {
    changes.push(`${after.route} may send ${after.queries} queries now, not ${before.queries}`);
  }
  changes.unshift(...accessChanges(before, after));
  return changes;
}

function byRoute({ routes }: Contract): Map<string, RouteEntry> {
  return new Map(routes.map((entry) => [entry.route, entry]));
}

/** What the first list has and the second has not. */
function missing(
  first: readonly (string | number)[],
  second: readonly (string | number)[],
): (string | number)[] {
  return first.filter((one) => !second.includes(one));
}
