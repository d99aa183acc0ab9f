import type { RouteEntry } from '../http/contract';
import type { Who } from './policy';

/** What a route no longer does for whom. */
const CHECKS: Record<Who, string> = {
  public: 'is public',
  signedIn: 'asks who calls',
  owner: 'checks the owner',
  member: 'checks the tenant',
  manager: 'asks for a manager of the tenant',
  admin: 'asks for an admin',
};

/** `PATCH /v1/orders/:id no longer checks the owner (owner, now signedIn)` */
export function accessChanges(before: RouteEntry, after: RouteEntry): string[] {
  if (before.access === after.access) return [];
  const lost = `${after.route} no longer ${CHECKS[before.access]}`;
  return [`${lost} (${before.access}, now ${after.access})`];
}
