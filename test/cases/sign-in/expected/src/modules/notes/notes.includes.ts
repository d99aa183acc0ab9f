import { isNull } from 'drizzle-orm';
import { members } from '../../db/schema';
import { memberPolicy } from '../members/members.policy';
import { one } from '../../http/includes';
import { memberResponse } from '../members/members.schemas';

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
};
