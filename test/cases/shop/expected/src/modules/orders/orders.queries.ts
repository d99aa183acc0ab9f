import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { orders } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { orderIncludes } from './orders.includes';
import { type OrderCreate, type OrderKey, type OrderUpdate, orderResponse } from './orders.schemas';

const columns = {
  ...pickColumns(orders, orderResponse, orderIncludes),
  _version: rowVersion(orders),
};

const byKey = eq(orders.id, sql.placeholder('id'));

/** The statements of orders, prepared once. Inside a transaction, make them with the transaction. */
export function orderQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(orders).where(byKey));
  const insert = insertStatement(db, orders, columns);
  const update = updateStatement(db, orders, byKey, columns);
  const updateVersion = updateStatement(db, orders, and(byKey, hasVersion(orders)), columns);
  const remove = deleteStatement(db, orders, byKey);
  const removeVersion = deleteStatement(db, orders, and(byKey, hasVersion(orders)));

  return {
    list: pageReader(db, { from: orders, columns, includes: orderIncludes }),

    find: async (key: OrderKey, include: string[] = []) => {
      const [order] = await select.execute(key);
      if (order) await loadIncludes(db, orderIncludes, include, [order]);
      return order;
    },

    create: (values: OrderCreate) => insert(values),

    /** Undefined when there is no such order, or none in one of the given versions. */
    update: (key: OrderKey, changes: OrderUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such order, or none in one of the given versions. */
    remove: (key: OrderKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
