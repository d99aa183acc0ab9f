import { eq } from 'drizzle-orm';
import { many, one } from '../../db/includes';
import { comments, postTags, tags, users } from '../../db/schema';
import { userResponse } from '../users/users.schemas';
import { commentResponse } from '../comments/comments.schemas';
import { tagResponse } from '../tags/tags.schemas';

/** What `include` may bring along with posts. Each name costs one query, however many rows there are. */
export const postIncludes = {
  author: one({ from: ['authorId'], to: [users.id], target: users, response: userResponse }),
  comments: many({
    from: ['id'],
    to: [comments.postId],
    target: comments,
    response: commentResponse,
    order: [comments.id],
  }),
  tags: many({
    from: ['id'],
    to: [postTags.postId],
    target: tags,
    response: tagResponse,
    order: [tags.id],
    through: { table: postTags, on: eq(postTags.tagId, tags.id) },
  }),
};
