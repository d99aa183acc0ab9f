import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { addresses } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { addressIncludes } from './addresses.includes';
import {
  type AddressCreate,
  type AddressKey,
  type AddressUpdate,
  addressResponse,
} from './addresses.schemas';

const columns = {
  ...pickColumns(addresses, addressResponse, addressIncludes),
  _version: rowVersion(addresses),
};

const byKey = eq(addresses.id, sql.placeholder('id'));

/** The statements of addresses, prepared once. Inside a transaction, make them with the transaction. */
export function addressQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(addresses).where(byKey));
  const insert = insertStatement(db, addresses, columns);
  const update = updateStatement(db, addresses, byKey, columns);
  const updateVersion = updateStatement(db, addresses, and(byKey, hasVersion(addresses)), columns);
  const remove = deleteStatement(db, addresses, byKey);
  const removeVersion = deleteStatement(db, addresses, and(byKey, hasVersion(addresses)));

  return {
    list: pageReader(db, { from: addresses, columns, includes: addressIncludes }),

    find: async (key: AddressKey, include: string[] = []) => {
      const [address] = await select.execute(key);
      if (address) await loadIncludes(db, addressIncludes, include, [address]);
      return address;
    },

    create: (values: AddressCreate) => insert(values),

    /** Undefined when there is no such address, or none in one of the given versions. */
    update: (key: AddressKey, changes: AddressUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such address, or none in one of the given versions. */
    remove: (key: AddressKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
