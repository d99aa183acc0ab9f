import { and, eq, inArray, isNull } from 'drizzle-orm';
import { userKey } from '../auth/users';
import { fromContext } from '../db/context';
import { builder } from '../db/prepared';
import { teamMembers } from '../db/schema';
import type { Access } from './policy';

const membersOfTenant = builder
  .select({ user: teamMembers.userId })
  .from(teamMembers)
  .where(
    and(
      eq(teamMembers.teamId, fromContext('tenant')),
      isNull(teamMembers.deletedAt),
      eq(teamMembers.status, 'active'),
    ),
  );

/** Users that the rows of a tenant may refer to: its members. */
export const teammates: Access = {
  action: 'read',
  who: 'member',
  rows: { tenant: inArray(userKey, membersOfTenant) },
};
