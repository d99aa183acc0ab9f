import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { logs } from '../../db/schema';
import { pageReader } from '../../http/page';
import { logResponse } from './logs.schemas';

const columns = pickColumns(logs, logResponse);

/** The statements of logs, prepared once. Nothing identifies a row, so there is only the list. */
export function logQueries(db: Database | Transaction) {
  return {
    list: pageReader(db, { from: logs, columns }),
  };
}
