import { eq } from 'drizzle-orm';
import { articles, taskTags, tasks } from '../../db/schema';
import { articlePolicy } from '../articles/articles.policy';
import { taskPolicy } from '../tasks/tasks.policy';
import { filteredList } from '../../http/filters';
import { many } from '../../http/includes';
import { articleListing, articleResponse } from '../articles/articles.schemas';
import { taskResponse } from '../tasks/tasks.schemas';

/** What `include` may bring along with tags. Each name costs one query, however many rows there are. */
export const tagIncludes = {
  articles: many({
    from: ['id'],
    to: [articles.tagId],
    target: articles,
    response: articleResponse,
    order: [articles.id],
    list: filteredList('/v1/articles', articleListing, ['tagId']),
    access: articlePolicy.list,
  }),
  tasks: many({
    from: ['id'],
    to: [taskTags.tagId],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    list: '/v1/tags/{}/tasks',
    through: { table: taskTags, on: eq(taskTags.taskId, tasks.id) },
    access: taskPolicy.list,
  }),
};
