import { pickColumns } from '../../db/columns';
import { sightings } from '../../db/schema';
import { pageReader } from '../../http/page';
import { sightingResponse } from './sightings.schemas';

/** Nothing identifies a row, so there is only the list. */
export const list = pageReader({
  from: sightings,
  columns: pickColumns(sightings, sightingResponse),
});
