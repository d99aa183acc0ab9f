import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { tags as tagsTable } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { tagIncludes } from './tags.includes';
import { type TagCreate, type TagKey, type TagUpdate, tagResponse } from './tags.schemas';

const columns = {
  ...pickColumns(tagsTable, tagResponse, tagIncludes),
  _version: rowVersion(tagsTable),
};

const byKey = eq(tagsTable.id, sql.placeholder('id'));

/** The statements of tags, prepared once. Inside a transaction, make them with the transaction. */
export function tagQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(tagsTable).where(byKey));
  const insert = insertStatement(db, tagsTable, columns);
  const update = updateStatement(db, tagsTable, byKey, columns);
  const updateVersion = updateStatement(db, tagsTable, and(byKey, hasVersion(tagsTable)), columns);
  const remove = deleteStatement(db, tagsTable, byKey);
  const removeVersion = deleteStatement(db, tagsTable, and(byKey, hasVersion(tagsTable)));

  return {
    list: pageReader(db, { from: tagsTable, columns, includes: tagIncludes }),

    find: async (key: TagKey, include: string[] = []) => {
      const [tag] = await select.execute(key);
      if (tag) await loadIncludes(db, tagIncludes, include, [tag]);
      return tag;
    },

    create: (values: TagCreate) => insert(values),

    /** Undefined when there is no such tag, or none in one of the given versions. */
    update: (key: TagKey, changes: TagUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such tag, or none in one of the given versions. */
    remove: (key: TagKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
