import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { products } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { productIncludes } from './products.includes';
import {
  type ProductCreate,
  type ProductKey,
  type ProductUpdate,
  productResponse,
} from './products.schemas';

const columns = {
  ...pickColumns(products, productResponse, productIncludes),
  _version: rowVersion(products),
};
const live = isNull(products.deletedAt);
const byKey = and(eq(products.id, sql.placeholder('id')), live);

/** The statements of products, prepared once. Inside a transaction, make them with the transaction. */
export function productQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(products).where(byKey));
  const insert = insertStatement(db, products, columns);
  const update = updateStatement(db, products, byKey, columns);
  const updateVersion = updateStatement(db, products, and(byKey, hasVersion(products)), columns);

  return {
    list: pageReader(db, { from: products, columns, where: live, includes: productIncludes }),

    find: async (key: ProductKey, include: string[] = []) => {
      const [product] = await select.execute(key);
      if (product) await loadIncludes(db, productIncludes, include, [product]);
      return product;
    },

    create: (values: ProductCreate) => insert(values),

    /** Undefined when there is no such product, or none in one of the given versions. */
    update: (key: ProductKey, changes: ProductUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such product, or none in one of the given versions. */
    remove: async (key: ProductKey, versions?: string[]) => {
      // The row stays, for whatever refers to it; everything here reads as if it were gone.
      const mark = { deletedAt: new Date() };
      const removed = versions
        ? await updateVersion(mark, { ...key, ...expecting(versions) })
        : await update(mark, key);
      return removed !== undefined;
    },
  };
}
