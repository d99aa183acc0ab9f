import { notes, profiles as profilesTable } from '../../db/schema';
import { notePolicy } from '../notes/notes.policy';
import { profilePolicy } from '../profiles/profiles.policy';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { noteListing, noteResponse } from '../notes/notes.schemas';
import { profileResponse } from '../profiles/profiles.schemas';

/** What `include` may bring along with members. Each name costs one query, however many rows there are. */
export const memberIncludes = {
  notes: many({
    from: ['id'],
    to: [notes.memberId],
    target: notes,
    response: noteResponse,
    order: [notes.id],
    list: filteredList('/v1/notes', noteListing, ['memberId']),
    access: notePolicy.list,
  }),
  profile: one({
    from: ['id'],
    to: [profilesTable.memberId],
    target: profilesTable,
    response: profileResponse,
    access: profilePolicy.read,
  }),
};
