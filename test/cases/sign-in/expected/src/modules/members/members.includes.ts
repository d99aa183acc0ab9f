import { many } from '../../db/includes';
import { notes } from '../../db/schema';
import { notePolicy } from '../notes/notes.policy';
import { noteResponse } from '../notes/notes.schemas';

/** What `include` may bring along with members. Each name costs one query, however many rows there are. */
export const memberIncludes = {
  notes: many({
    from: ['id'],
    to: [notes.memberId],
    target: notes,
    response: noteResponse,
    order: [notes.id],
    access: notePolicy.list,
  }),
};
