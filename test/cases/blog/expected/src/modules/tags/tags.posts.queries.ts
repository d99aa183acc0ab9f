import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { postTags, posts, tags } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { conflict } from '../../http/problem';
import { type PostKey, postResponse } from '../posts/posts.schemas';
import type { TagKey } from './tags.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(tags)
    .where(eq(tags.id, sql.placeholder('owner'))),
);

/** Whether there is such a tag. */
export async function hasOwner(context: Context, owner: TagKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: postTags.postId })
  .from(postTags)
  .where(eq(postTags.tagId, sql.placeholder('owner')));
const readPage = pageReader({
  from: posts,
  columns: pickColumns(posts, postResponse),
  where: and(inArray(posts.id, linked), isNull(posts.deletedAt)),
});

export function list(context: Context, owner: TagKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(postTags, [postTags.tagId, postTags.postId]);
const selectTarget = prepared(
  builder
    .select({ found: sql`1` })
    .from(posts)
    .where(and(eq(posts.id, sql.placeholder('target')), isNull(posts.deletedAt))),
);

/** @throws {Problem} 409 for a post that is deleted: it is as if there were none */
export async function link(context: Context, owner: TagKey['id'], target: PostKey['id']) {
  if ((await selectTarget(context, { target })).length === 0) {
    throw conflict('It refers to something that does not exist.');
  }
  return insertPair(context, { tagId: owner, postId: target });
}

const deletePair = deleteStatement(
  postTags,
  and(eq(postTags.tagId, sql.placeholder('owner')), eq(postTags.postId, sql.placeholder('target'))),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: TagKey['id'], target: PostKey['id']) {
  return deletePair(context, { owner, target });
}
