import { isNull } from 'drizzle-orm';
import { members, notes } from '../../db/schema';
import { memberPolicy } from '../members/members.policy';
import { notePolicy } from '../notes/notes.policy';
import { one } from '../../http/includes';
import { memberResponse } from '../members/members.schemas';
import { noteResponse } from '../notes/notes.schemas';

/** What `include` may bring along with profiles. Each name costs one query, however many rows there are. */
export const profileIncludes = {
  member: one({
    from: ['memberId'],
    to: [members.id],
    target: members,
    response: memberResponse,
    access: memberPolicy.read,
    where: isNull(members.deletedAt),
  }),
  note: one({
    from: ['memberId', 'noteId'],
    to: [notes.memberId, notes.id],
    target: notes,
    response: noteResponse,
    access: notePolicy.read,
  }),
};
