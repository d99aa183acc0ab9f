import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { postTags, posts, tags } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { type TagKey, tagResponse } from '../tags/tags.schemas';
import type { PostKey } from './posts.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(posts)
    .where(and(eq(posts.id, sql.placeholder('owner')), isNull(posts.deletedAt))),
);

/** Whether there is such a post. */
export async function hasOwner(context: Context, owner: PostKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: postTags.tagId })
  .from(postTags)
  .where(eq(postTags.postId, sql.placeholder('owner')));
const readPage = pageReader({
  from: tags,
  columns: pickColumns(tags, tagResponse),
  where: inArray(tags.id, linked),
});

export function list(context: Context, owner: PostKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(postTags, [postTags.postId, postTags.tagId]);

export function link(context: Context, owner: PostKey['id'], target: TagKey['id']) {
  const pair = { postId: owner, tagId: target };
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  postTags,
  and(eq(postTags.postId, sql.placeholder('owner')), eq(postTags.tagId, sql.placeholder('target'))),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: PostKey['id'], target: TagKey['id']) {
  return deletePair(context, { owner, target });
}
