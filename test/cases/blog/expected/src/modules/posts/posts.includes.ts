import { desc, eq } from 'drizzle-orm';
import { comments, postTags, tags, users } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { userResponse } from '../users/users.schemas';
import { commentListing, commentResponse } from '../comments/comments.schemas';
import { tagResponse } from '../tags/tags.schemas';

/** What `include` may bring along with posts. Each name costs one query, however many rows there are. */
export const postIncludes = {
  author: one({ from: ['authorId'], to: [users.id], target: users, response: userResponse }),
  comments: many({
    from: ['id'],
    to: [comments.postId],
    target: comments,
    response: commentResponse,
    order: [desc(comments.createdAt), desc(comments.id)],
    list: filteredList('/v1/comments', commentListing, ['postId']),
  }),
  tags: many({
    from: ['id'],
    to: [postTags.postId],
    target: tags,
    response: tagResponse,
    order: [desc(tags.createdAt), desc(tags.id)],
    list: '/v1/posts/{}/tags',
    through: { table: postTags, on: eq(postTags.tagId, tags.id) },
  }),
};
