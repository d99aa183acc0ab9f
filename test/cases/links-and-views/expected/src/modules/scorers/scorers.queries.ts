import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { scorers } from '../../db/schema';
import { pageReader } from '../../http/page';
import { scorerResponse } from './scorers.schemas';

const columns = pickColumns(scorers, scorerResponse);

/** The statements of scorers, prepared once. Nothing identifies a row, so there is only the list. */
export function scorerQueries(db: Database | Transaction) {
  return {
    list: pageReader(db, { from: scorers, columns }),
  };
}
