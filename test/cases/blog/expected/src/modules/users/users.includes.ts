import { isNull } from 'drizzle-orm';
import { many } from '../../db/includes';
import { comments, posts } from '../../db/schema';
import { commentResponse } from '../comments/comments.schemas';
import { postResponse } from '../posts/posts.schemas';

/** What `include` may bring along with users. Each name costs one query, however many rows there are. */
export const userIncludes = {
  comments: many({
    from: ['id'],
    to: [comments.authorId],
    target: comments,
    response: commentResponse,
    order: [comments.id],
  }),
  posts: many({
    from: ['id'],
    to: [posts.authorId],
    target: posts,
    response: postResponse,
    order: [posts.id],
    where: isNull(posts.deletedAt),
  }),
};
