import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { customers } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { customerIncludes } from './customers.includes';
import {
  type CustomerCreate,
  type CustomerKey,
  type CustomerUpdate,
  customerResponse,
} from './customers.schemas';

const columns = {
  ...pickColumns(customers, customerResponse, customerIncludes),
  _version: rowVersion(customers),
};
const live = isNull(customers.deletedAt);
const byKey = and(eq(customers.id, sql.placeholder('id')), live);

/** The statements of customers, prepared once. Inside a transaction, make them with the transaction. */
export function customerQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(customers).where(byKey));
  const insert = insertStatement(db, customers, columns);
  const update = updateStatement(db, customers, byKey, columns);
  const updateVersion = updateStatement(db, customers, and(byKey, hasVersion(customers)), columns);

  return {
    list: pageReader(db, { from: customers, columns, where: live, includes: customerIncludes }),

    find: async (key: CustomerKey, include: string[] = []) => {
      const [customer] = await select.execute(key);
      if (customer) await loadIncludes(db, customerIncludes, include, [customer]);
      return customer;
    },

    create: (values: CustomerCreate) => insert(values),

    /** Undefined when there is no such customer, or none in one of the given versions. */
    update: (key: CustomerKey, changes: CustomerUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such customer, or none in one of the given versions. */
    remove: async (key: CustomerKey, versions?: string[]) => {
      // The row stays, for whatever refers to it; everything here reads as if it were gone.
      const mark = { deletedAt: new Date() };
      const removed = versions
        ? await updateVersion(mark, { ...key, ...expecting(versions) })
        : await update(mark, key);
      return removed !== undefined;
    },
  };
}
