import { desc, isNull } from 'drizzle-orm';
import { comments, posts, users } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { postResponse } from '../posts/posts.schemas';
import { userResponse } from '../users/users.schemas';
import { commentListing, commentResponse } from './comments.schemas';

/** What `include` may bring along with comments. Each name costs one query, however many rows there are. */
export const commentIncludes = {
  post: one({
    from: ['postId'],
    to: [posts.id],
    target: posts,
    response: postResponse,
    where: isNull(posts.deletedAt),
  }),
  author: one({ from: ['authorId'], to: [users.id], target: users, response: userResponse }),
  parent: one({
    from: ['parentId'],
    to: [comments.id],
    target: comments,
    response: commentResponse,
  }),
  replies: many({
    from: ['id'],
    to: [comments.parentId],
    target: comments,
    response: commentResponse,
    order: [desc(comments.createdAt), desc(comments.id)],
    list: filteredList('/v1/comments', commentListing, ['parentId']),
  }),
};
