import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { orderItems } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { orderItemIncludes } from './order-items.includes';
import {
  type OrderItemCreate,
  type OrderItemKey,
  type OrderItemUpdate,
  orderItemResponse,
} from './order-items.schemas';

const columns = {
  ...pickColumns(orderItems, orderItemResponse, orderItemIncludes),
  _version: rowVersion(orderItems),
};

const byKey = eq(orderItems.id, sql.placeholder('id'));

/** The statements of order items, prepared once. Inside a transaction, make them with the transaction. */
export function orderItemQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(orderItems).where(byKey));
  const insert = insertStatement(db, orderItems, columns);
  const update = updateStatement(db, orderItems, byKey, columns);
  const updateVersion = updateStatement(
    db,
    orderItems,
    and(byKey, hasVersion(orderItems)),
    columns,
  );
  const remove = deleteStatement(db, orderItems, byKey);
  const removeVersion = deleteStatement(db, orderItems, and(byKey, hasVersion(orderItems)));

  return {
    list: pageReader(db, { from: orderItems, columns, includes: orderItemIncludes }),

    find: async (key: OrderItemKey, include: string[] = []) => {
      const [orderItem] = await select.execute(key);
      if (orderItem) await loadIncludes(db, orderItemIncludes, include, [orderItem]);
      return orderItem;
    },

    create: (values: OrderItemCreate) => insert(values),

    /** Undefined when there is no such order item, or none in one of the given versions. */
    update: (key: OrderItemKey, changes: OrderItemUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such order item, or none in one of the given versions. */
    remove: (key: OrderItemKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
