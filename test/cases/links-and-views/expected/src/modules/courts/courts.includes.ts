import { lessons } from '../../db/schema';
import { many } from '../../http/includes';
import { lessonResponse } from '../lessons/lessons.schemas';

/** What `include` may bring along with courts. Each name costs one query, however many rows there are. */
export const courtIncludes = {
  lessons: many({
    from: ['branch', 'id'],
    to: [lessons.branch, lessons.courtId],
    target: lessons,
    response: lessonResponse,
    order: [lessons.branch, lessons.id],
  }),
};
