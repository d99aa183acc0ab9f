import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { CallerContext } from '../../access/context';
import { type Access, within } from '../../access/policy';
import { reference } from '../../access/references';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { tags, taskTags, tasks } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { requireReferences } from '../../http/references';
import { type TagKey, tagResponse } from '../tags/tags.schemas';
import { tagPolicy } from '../tags/tags.policy';
import { taskPolicy } from './tasks.policy';
import type { TaskKey } from './tasks.schemas';

const selectOwner = (access: Access) =>
  within(access, (rows) =>
    prepared(
      builder
        .select({ found: sql`1` })
        .from(tasks)
        .where(and(eq(tasks.id, sql.placeholder('owner')), rows)),
    ),
  );
const owners = { read: selectOwner(taskPolicy.read), update: selectOwner(taskPolicy.update) };

/** Whether there is such a task, for a caller who wants to do that with it. */
export async function hasOwner(
  context: CallerContext,
  owner: TaskKey['id'],
  action: keyof typeof owners,
) {
  return (await owners[action](context, { owner })).length > 0;
}

const linked = builder
  .select({ target: taskTags.tagId })
  .from(taskTags)
  .where(eq(taskTags.taskId, sql.placeholder('owner')));
const readPage = within(
  tagPolicy.list,
  (rows) =>
    pageReader({
      from: tags,
      columns: pickColumns(tags, tagResponse),
      where: and(and(inArray(tags.id, linked), isNull(tags.deletedAt)), rows),
    }),
  { data: [], nextCursor: null },
);

export function list(context: CallerContext, owner: TaskKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

/** What may be linked only if the caller may read it. */
const references = [reference(tagPolicy.read, { tagId: tags.id }, isNull(tags.deletedAt))];

const insertPair = linkStatement(taskTags, [taskTags.taskId, taskTags.tagId]);

export async function link(context: CallerContext, owner: TaskKey['id'], target: TagKey['id']) {
  const pair = { taskId: owner, tagId: target };
  await requireReferences(context, references, pair);
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  taskTags,
  and(
    eq(taskTags.taskId, sql.placeholder('owner')),
    eq(taskTags.tagId, sql.placeholder('target')),
    inArray(
      taskTags.tagId,
      builder.select({ key: tags.id }).from(tags).where(isNull(tags.deletedAt)),
    ),
  ),
);

/** False when they were not linked. */
export function unlink(context: CallerContext, owner: TaskKey['id'], target: TagKey['id']) {
  return deletePair(context, { owner, target });
}
