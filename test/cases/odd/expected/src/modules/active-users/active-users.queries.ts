import { pickColumns } from '../../db/columns';
import { activeUsers } from '../../db/schema';
import { pageReader } from '../../http/page';
import { activeUserResponse } from './active-users.schemas';

/** Nothing identifies a row, so there is only the list. */
export const list = pageReader({
  from: activeUsers,
  columns: pickColumns(activeUsers, activeUserResponse),
});
