import { isNull } from 'drizzle-orm';
import { members, profiles as profilesTable } from '../../db/schema';
import { memberPolicy } from '../members/members.policy';
import { profilePolicy } from '../profiles/profiles.policy';
import { one } from '../../http/includes';
import { memberResponse } from '../members/members.schemas';
import { profileResponse } from '../profiles/profiles.schemas';

/** What `include` may bring along with notes. Each name costs one query, however many rows there are. */
export const noteIncludes = {
  member: one({
    from: ['memberId'],
    to: [members.id],
    target: members,
    response: memberResponse,
    access: memberPolicy.read,
    where: isNull(members.deletedAt),
  }),
  profile: one({
    from: ['memberId', 'id'],
    to: [profilesTable.memberId, profilesTable.noteId],
    target: profilesTable,
    response: profileResponse,
    access: profilePolicy.read,
  }),
};
