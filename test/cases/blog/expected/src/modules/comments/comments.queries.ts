import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { comments } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { commentIncludes } from './comments.includes';
import {
  type CommentCreate,
  type CommentKey,
  type CommentUpdate,
  commentResponse,
} from './comments.schemas';

const columns = {
  ...pickColumns(comments, commentResponse, commentIncludes),
  _version: rowVersion(comments),
};

const byKey = eq(comments.id, sql.placeholder('id'));

/** The statements of comments, prepared once. Inside a transaction, make them with the transaction. */
export function commentQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(comments).where(byKey));
  const insert = insertStatement(db, comments, columns);
  const update = updateStatement(db, comments, byKey, columns);
  const updateVersion = updateStatement(db, comments, and(byKey, hasVersion(comments)), columns);
  const remove = deleteStatement(db, comments, byKey);
  const removeVersion = deleteStatement(db, comments, and(byKey, hasVersion(comments)));

  return {
    list: pageReader(db, { from: comments, columns, includes: commentIncludes }),

    find: async (key: CommentKey, include: string[] = []) => {
      const [comment] = await select.execute(key);
      if (comment) await loadIncludes(db, commentIncludes, include, [comment]);
      return comment;
    },

    create: (values: CommentCreate) => insert(values),

    /** Undefined when there is no such comment, or none in one of the given versions. */
    update: (key: CommentKey, changes: CommentUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such comment, or none in one of the given versions. */
    remove: (key: CommentKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
