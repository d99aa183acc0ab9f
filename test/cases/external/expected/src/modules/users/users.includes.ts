import { notes } from '../../db/schema';
import { notePolicy } from '../notes/notes.policy';
import { many } from '../../http/includes';
import { noteResponse } from '../notes/notes.schemas';

/** What `include` may bring along with users. Each name costs one query, however many rows there are. */
export const userIncludes = {
  notes: many({
    from: ['id'],
    to: [notes.userId],
    target: notes,
    response: noteResponse,
    order: [notes.id],
    access: notePolicy.list,
  }),
};
