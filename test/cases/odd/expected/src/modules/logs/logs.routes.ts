import { logs } from '../../db/schema';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import type { App } from '../../http/types';
import * as queries from './logs.queries';
import { logListing, logResponse } from './logs.schemas';

/** Read-only: the table has no primary key, so nothing identifies a row. */
export async function logRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List logs',
        querystring: listQuery(logs, logListing),
        response: { 200: pageOf(logResponse) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );
}
