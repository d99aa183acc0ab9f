import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { sightings } from '../../db/schema';
import { pageReader } from '../../http/page';
import { sightingResponse } from './sightings.schemas';

const columns = pickColumns(sightings, sightingResponse);

/** The statements of sightings, prepared once. Nothing identifies a row, so there is only the list. */
export function sightingQueries(db: Database | Transaction) {
  return {
    list: pageReader(db, { from: sightings, columns }),
  };
}
