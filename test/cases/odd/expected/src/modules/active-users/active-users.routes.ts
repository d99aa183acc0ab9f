import { activeUsers } from '../../db/schema';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import type { App } from '../../http/types';
import * as queries from './active-users.queries';
import { activeUserListing, activeUserResponse } from './active-users.schemas';

/** Read-only: it is a view. */
export async function activeUserRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List active users',
        querystring: listQuery(activeUsers, activeUserListing),
        response: { 200: pageOf(activeUserResponse) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );
}
