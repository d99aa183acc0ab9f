import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { activeUsers } from '../../db/schema';
import { pageReader } from '../../http/page';
import { activeUserResponse } from './active-users.schemas';

const columns = pickColumns(activeUsers, activeUserResponse);

/** The statements of active users, prepared once. Nothing identifies a row, so there is only the list. */
export function activeUserQueries(db: Database | Transaction) {
  return {
    list: pageReader(db, { from: activeUsers, columns }),
  };
}
