import { pickColumns } from '../../db/columns';
import { logs } from '../../db/schema';
import { pageReader } from '../../http/page';
import { logResponse } from './logs.schemas';

/** Nothing identifies a row, so there is only the list. */
export const list = pageReader({ from: logs, columns: pickColumns(logs, logResponse) });
