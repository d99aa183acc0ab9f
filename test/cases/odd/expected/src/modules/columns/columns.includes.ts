import { order as orderTable } from '../../db/schema';
import { one } from '../../http/includes';
import { orderResponse } from '../orders/orders.schemas';

/** What `include` may bring along with columns. Each name costs one query, however many rows there are. */
export const columnIncludes = {
  order: one({
    from: ['userId', 'placedAt'],
    to: [orderTable.userId, orderTable.placedAt],
    target: orderTable,
    response: orderResponse,
  }),
};
