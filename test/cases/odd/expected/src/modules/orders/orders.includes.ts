import { isNull } from 'drizzle-orm';
import { column as columnTable, user } from '../../db/schema';
import { many, one } from '../../http/includes';
import { userResponse } from '../users/users.schemas';
import { columnResponse } from '../columns/columns.schemas';

/** What `include` may bring along with orders. Each name costs one query, however many rows there are. */
export const orderIncludes = {
  createdByUser: one({
    from: ['createdBy'],
    to: [user.id],
    target: user,
    response: userResponse,
    where: isNull(user.deletedAt),
  }),
  approvedByUser: one({
    from: ['approvedBy'],
    to: [user.id],
    target: user,
    response: userResponse,
    where: isNull(user.deletedAt),
  }),
  user: one({
    from: ['userId'],
    to: [user.id],
    target: user,
    response: userResponse,
    where: isNull(user.deletedAt),
  }),
  columns: many({
    from: ['userId', 'placedAt'],
    to: [columnTable.userId, columnTable.placedAt],
    target: columnTable,
    response: columnResponse,
    order: [columnTable.check],
  }),
};
