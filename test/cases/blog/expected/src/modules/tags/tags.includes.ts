import { desc, eq, isNull } from 'drizzle-orm';
import { postTags, posts } from '../../db/schema';
import { many } from '../../http/includes';
import { postResponse } from '../posts/posts.schemas';

/** What `include` may bring along with tags. Each name costs one query, however many rows there are. */
export const tagIncludes = {
  posts: many({
    from: ['id'],
    to: [postTags.tagId],
    target: posts,
    response: postResponse,
    order: [desc(posts.createdAt), desc(posts.id)],
    list: '/v1/tags/{}/posts',
    through: { table: postTags, on: eq(postTags.postId, posts.id) },
    where: isNull(posts.deletedAt),
  }),
};
