import { sightings } from '../../db/schema';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import type { App } from '../../http/types';
import * as queries from './sightings.queries';
import { sightingListing, sightingResponse } from './sightings.schemas';

/** Read-only: the table has no primary key, so nothing identifies a row. */
export async function sightingRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List sightings',
        querystring: listQuery(sightings, sightingListing),
        response: { 200: pageOf(sightingResponse) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );
}
