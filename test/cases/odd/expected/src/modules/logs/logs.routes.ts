import { logs } from '../../db/schema';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import * as queries from './logs.queries';
import { logListing, logResponse } from './logs.schemas';

/** Read-only: the table has no primary key, so nothing identifies a row. */
export async function logRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      schema: {
        tags: ['logs'],
        summary: 'List logs',
        querystring: listQuery(logs, logListing),
        response: { 200: pageOf(logResponse), ...problemResponses(400) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );
}
