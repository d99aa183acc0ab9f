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
import { type TaskKey, taskResponse } from '../tasks/tasks.schemas';
import { taskPolicy } from '../tasks/tasks.policy';
import { tagPolicy } from './tags.policy';
import type { TagKey } from './tags.schemas';

const selectOwner = (access: Access) =>
  within(access, (rows) =>
    prepared(
      builder
        .select({ found: sql`1` })
        .from(tags)
        .where(and(and(eq(tags.id, sql.placeholder('owner')), isNull(tags.deletedAt)), rows)),
    ),
  );
const owners = { read: selectOwner(tagPolicy.read), update: selectOwner(tagPolicy.update) };

/** Whether there is such a tag, for a caller who wants to do that with it. */
export async function hasOwner(
  context: CallerContext,
  owner: TagKey['id'],
  action: keyof typeof owners,
) {
  return (await owners[action](context, { owner })).length > 0;
}

const linked = builder
  .select({ target: taskTags.taskId })
  .from(taskTags)
  .where(eq(taskTags.tagId, sql.placeholder('owner')));
const readPage = within(
  taskPolicy.list,
  (rows) =>
    pageReader({
      from: tasks,
      columns: pickColumns(tasks, taskResponse),
      where: and(inArray(tasks.id, linked), rows),
    }),
  { data: [], nextCursor: null },
);

export function list(context: CallerContext, owner: TagKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

/** What may be linked only if the caller may read it. */
const references = [reference(taskPolicy.read, { taskId: tasks.id })];

const insertPair = linkStatement(taskTags, [taskTags.tagId, taskTags.taskId]);

export async function link(context: CallerContext, owner: TagKey['id'], target: TaskKey['id']) {
  const pair = { tagId: owner, taskId: target };
  await requireReferences(context, references, pair);
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  taskTags,
  and(eq(taskTags.tagId, sql.placeholder('owner')), eq(taskTags.taskId, sql.placeholder('target'))),
);

/** False when they were not linked. */
export function unlink(context: CallerContext, owner: TagKey['id'], target: TaskKey['id']) {
  return deletePair(context, { owner, target });
}
