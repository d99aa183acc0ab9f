import { not } from 'drizzle-orm';
import { courts } from '../../db/schema';
import { one } from '../../http/includes';
import { courtResponse } from '../courts/courts.schemas';

/** What `include` may bring along with lessons. Each name costs one query, however many rows there are. */
export const lessonIncludes = {
  court: one({
    from: ['branch', 'courtId'],
    to: [courts.branch, courts.id],
    target: courts,
    response: courtResponse,
    where: not(courts.isDeleted),
  }),
};
