import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { order } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { orderIncludes } from './orders.includes';
import { type OrderCreate, type OrderKey, type OrderUpdate, orderResponse } from './orders.schemas';

const columns = {
  ...pickColumns(order, orderResponse, orderIncludes),
  _version: rowVersion(order),
};

const byKey = and(
  eq(order.userId, sql.placeholder('userId')),
  eq(order.placedAt, sql.placeholder('placedAt')),
);

/** The statements of orders, prepared once. Inside a transaction, make them with the transaction. */
export function orderQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(order).where(byKey));
  const insert = insertStatement(db, order, columns);
  const update = updateStatement(db, order, byKey, columns);
  const updateVersion = updateStatement(db, order, and(byKey, hasVersion(order)), columns);
  const remove = deleteStatement(db, order, byKey);
  const removeVersion = deleteStatement(db, order, and(byKey, hasVersion(order)));

  return {
    list: pageReader(db, { from: order, columns, includes: orderIncludes }),

    find: async (key: OrderKey, include: string[] = []) => {
      const [orderRow] = await select.execute(key);
      if (orderRow) await loadIncludes(db, orderIncludes, include, [orderRow]);
      return orderRow;
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
