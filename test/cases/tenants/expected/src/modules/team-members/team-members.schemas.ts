import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { teamMembers } from '../../db/schema';
import { int32Text, notEmpty, uuid } from '../../http/fields';

/** A team member as it is sent. A column that is not listed here is never read and never leaves the service. */
export const teamMemberResponse = createSelectSchema(teamMembers)
  .pick({
    teamId: true,
    userId: true,
    status: true,
    role: true,
  })
  .meta({ id: 'TeamMember' });

/** What identifies a team member in a path. */
export const teamMemberParams = z.object({
  teamId: int32Text,
  userId: uuid,
});
export type TeamMemberKey = z.output<typeof teamMemberParams>;

/** What a client may set in a new team member. Whatever is listed here is open to everybody who may call the route. */
export const teamMemberCreate = createInsertSchema(teamMembers, {
  userId: () => uuid,
})
  .pick({
    userId: true,
    status: true,
    role: true,
  })
  .strict()
  .meta({ id: 'TeamMemberCreate' });
export type TeamMemberCreate = z.output<typeof teamMemberCreate>;

/** What a client may change afterwards. */
export const teamMemberUpdate = notEmpty(teamMemberCreate.omit({ userId: true }).partial()).meta({
  id: 'TeamMemberUpdate',
});
export type TeamMemberUpdate = z.output<typeof teamMemberUpdate>;

/** What lists of team members may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const teamMemberListing = {
  key: ['teamId', 'userId'],
  filter: ['teamId', 'userId'],
  // Without an index, so that each such list reads the whole table: 'status', 'role'.
  scan: [],
  contains: [],
  sort: ['teamId', 'userId'],
  defaultSort: 'teamId',
} as const;
