import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { posts } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { postIncludes } from './posts.includes';
import { type PostCreate, type PostKey, type PostUpdate, postResponse } from './posts.schemas';

const columns = { ...pickColumns(posts, postResponse, postIncludes), _version: rowVersion(posts) };
const live = isNull(posts.deletedAt);
const byKey = and(eq(posts.id, sql.placeholder('id')), live);

/** The statements of posts, prepared once. Inside a transaction, make them with the transaction. */
export function postQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(posts).where(byKey));
  const insert = insertStatement(db, posts, columns);
  const update = updateStatement(db, posts, byKey, columns);
  const updateVersion = updateStatement(db, posts, and(byKey, hasVersion(posts)), columns);

  return {
    list: pageReader(db, { from: posts, columns, where: live, includes: postIncludes }),

    find: async (key: PostKey, include: string[] = []) => {
      const [post] = await select.execute(key);
      if (post) await loadIncludes(db, postIncludes, include, [post]);
      return post;
    },

    create: (values: PostCreate) => insert(values),

    /** Undefined when there is no such post, or none in one of the given versions. */
    update: (key: PostKey, changes: PostUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such post, or none in one of the given versions. */
    remove: async (key: PostKey, versions?: string[]) => {
      // The row stays, for whatever refers to it; everything here reads as if it were gone.
      const mark = { deletedAt: new Date() };
      const removed = versions
        ? await updateVersion(mark, { ...key, ...expecting(versions) })
        : await update(mark, key);
      return removed !== undefined;
    },
  };
}
