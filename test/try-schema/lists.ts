import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningService } from '../support/running-service.ts';

/** A list of a service, and whether it is for everybody. */
export interface List {
  path: string;
  isPublic: boolean;
}

interface Route {
  route: string;
  statuses: number[];
}

/** The lists at these paths, as the service's contract has them. @throws when it lacks one */
export function listsOf(folder: string, paths: readonly string[]): List[] {
  const file = join(folder, 'contract', 'routes.json');
  const { routes } = JSON.parse(readFileSync(file, 'utf8')) as { routes: Route[] };
  return paths.map((path) => {
    const entry = routes.find(({ route }) => route === `GET ${path}`);
    if (!entry) throw new Error(`contract/routes.json has no GET ${path}`);
    return { path, isPublic: !entry.statuses.includes(401) };
  });
}

/**
 * Reads every list, after having been refused where it is not for everybody.
 *
 * @param headers those of a caller who may read all of them; nothing where nobody is at hand who could
 * @returns how many were read
 * @throws for the first that answers otherwise
 */
export async function readLists(
  service: Pick<RunningService, 'origin'>,
  lists: readonly List[],
  headers: Record<string, string> | undefined,
): Promise<string> {
  const closed = lists.filter(({ isPublic }) => !isPublic);
  for (const { path } of closed) await get(service, path, {}, 401);
  const readable = headers ? lists : lists.filter(({ isPublic }) => isPublic);
  const rows: number[] = [];
  for (const { path } of readable) {
    const { data } = JSON.parse(await get(service, path, headers ?? {}, 200));
    rows.push(data.length);
  }
  const refused = closed.length > 0 ? `, ${closed.length} refused without sign-in` : '';
  return `${rows.length} lists, ${rows.filter((count) => count > 0).length} of them with rows${refused}`;
}

async function get(
  { origin }: Pick<RunningService, 'origin'>,
  path: string,
  headers: Record<string, string>,
  status: number,
): Promise<string> {
  const response = await fetch(`${origin}${path}`, { headers });
  const text = await response.text();
  if (response.status === status) return text;
  throw new Error(`GET ${path} is ${response.status} instead of ${status}: ${text}`);
}
