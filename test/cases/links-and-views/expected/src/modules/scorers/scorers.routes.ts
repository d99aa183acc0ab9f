import { scorers } from '../../db/schema';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import type { App } from '../../http/types';
import * as queries from './scorers.queries';
import { scorerListing, scorerResponse } from './scorers.schemas';

/** Read-only: it is a view. */
export async function scorerRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List scorers',
        querystring: listQuery(scorers, scorerListing),
        response: { 200: pageOf(scorerResponse) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );
}
