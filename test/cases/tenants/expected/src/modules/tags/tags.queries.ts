import { and, eq, isNull, not, sql } from 'drizzle-orm';
import type { CallerContext } from '../../access/context';
import { within } from '../../access/policy';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { tags } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { tagIncludes } from './tags.includes';
import { tagPolicy } from './tags.policy';
import { type TagCreate, type TagKey, type TagUpdate, tagResponse } from './tags.schemas';

const columns = pickColumns(tags, tagResponse, tagIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(tags) };
const live = isNull(tags.deletedAt);
const byKey = and(eq(tags.id, sql.placeholder('id')), live);

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(tagPolicy.list, (rows) =>
  pageReader({ from: tags, columns, where: and(live, rows), includes: tagIncludes }),
);

const selectRow = within(tagPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(tags).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: TagKey, include: string[] = []) {
  const [tag] = await selectRow(context, key);
  if (tag) await loadIncludes(context, tagIncludes, include, [tag]);
  return tag;
}

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = within(tagPolicy.read, (rows) => holder(tags, and(not(live), rows)), false);

const insertRow = within(tagPolicy.create, () => insertStatement(tags, versioned));

export async function create(context: CallerContext, values: TagCreate) {
  return insertRow(context, values).catch(takenFor(context, isTakenUnseen, values));
}

const updateRow = within(tagPolicy.update, (rows) =>
  updateStatement(tags, and(byKey, rows), versioned),
);

/** Undefined when there is no such tag, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: TagKey,
  changes: TagUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

const markRow = within(tagPolicy.delete, (rows) =>
  updateStatement(tags, and(byKey, rows), versioned),
);

/** False when there is no such tag, or none in one of the given versions. */
export async function remove(context: CallerContext, key: TagKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await markRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
