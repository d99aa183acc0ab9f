import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { postTags, posts, tags } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
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

/** What may be linked only if it is not deleted. */
const references = [reference({ postId: posts.id }, isNull(posts.deletedAt))];

const insertPair = linkStatement(postTags, [postTags.tagId, postTags.postId]);

export async function link(context: Context, owner: TagKey['id'], target: PostKey['id']) {
  const pair = { tagId: owner, postId: target };
  await requireReferences(context, references, pair);
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  postTags,
  and(
    eq(postTags.tagId, sql.placeholder('owner')),
    eq(postTags.postId, sql.placeholder('target')),
    inArray(
      postTags.postId,
      builder.select({ key: posts.id }).from(posts).where(isNull(posts.deletedAt)),
    ),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: TagKey['id'], target: PostKey['id']) {
  return deletePair(context, { owner, target });
}
