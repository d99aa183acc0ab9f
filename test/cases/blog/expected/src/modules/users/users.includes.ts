import { desc, isNull } from 'drizzle-orm';
import { comments, posts } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many } from '../../http/includes';
import { commentListing, commentResponse } from '../comments/comments.schemas';
import { postListing, postResponse } from '../posts/posts.schemas';

/** What `include` may bring along with users. Each name costs one query, however many rows there are. */
export const userIncludes = {
  comments: many({
    from: ['id'],
    to: [comments.authorId],
    target: comments,
    response: commentResponse,
    order: [desc(comments.createdAt), desc(comments.id)],
    list: filteredList('/v1/comments', commentListing, ['authorId']),
  }),
  posts: many({
    from: ['id'],
    to: [posts.authorId],
    target: posts,
    response: postResponse,
    order: [desc(posts.createdAt), desc(posts.id)],
    list: filteredList('/v1/posts', postListing, ['authorId']),
    where: isNull(posts.deletedAt),
  }),
};
