import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { categories } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { categoryIncludes } from './categories.includes';
import {
  type CategoryCreate,
  type CategoryKey,
  type CategoryUpdate,
  categoryResponse,
} from './categories.schemas';

const columns = {
  ...pickColumns(categories, categoryResponse, categoryIncludes),
  _version: rowVersion(categories),
};

const byKey = eq(categories.id, sql.placeholder('id'));

/** The statements of categories, prepared once. Inside a transaction, make them with the transaction. */
export function categoryQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(categories).where(byKey));
  const insert = insertStatement(db, categories, columns);
  const update = updateStatement(db, categories, byKey, columns);
  const updateVersion = updateStatement(
    db,
    categories,
    and(byKey, hasVersion(categories)),
    columns,
  );
  const remove = deleteStatement(db, categories, byKey);
  const removeVersion = deleteStatement(db, categories, and(byKey, hasVersion(categories)));

  return {
    list: pageReader(db, { from: categories, columns, includes: categoryIncludes }),

    find: async (key: CategoryKey, include: string[] = []) => {
      const [category] = await select.execute(key);
      if (category) await loadIncludes(db, categoryIncludes, include, [category]);
      return category;
    },

    create: (values: CategoryCreate) => insert(values),

    /** Undefined when there is no such category, or none in one of the given versions. */
    update: (key: CategoryKey, changes: CategoryUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such category, or none in one of the given versions. */
    remove: (key: CategoryKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
