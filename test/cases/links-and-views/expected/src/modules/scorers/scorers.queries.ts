import { pickColumns } from '../../db/columns';
import { scorers } from '../../db/schema';
import { pageReader } from '../../http/page';
import { scorerResponse } from './scorers.schemas';

/** Nothing identifies a row, so there is only the list. */
export const list = pageReader({ from: scorers, columns: pickColumns(scorers, scorerResponse) });
