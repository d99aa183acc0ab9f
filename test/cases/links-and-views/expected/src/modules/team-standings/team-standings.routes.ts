import { team_standings } from '../../db/schema';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import type { App } from '../../http/types';
import * as queries from './team-standings.queries';
import { teamStandingListing, teamStandingResponse } from './team-standings.schemas';

/** Read-only: it is a view. */
export async function teamStandingRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List team standings',
        querystring: listQuery(team_standings, teamStandingListing),
        response: { 200: pageOf(teamStandingResponse) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );
}
