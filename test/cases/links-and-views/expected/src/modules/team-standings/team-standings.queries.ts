import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { team_standings } from '../../db/schema';
import { pageReader } from '../../http/page';
import { teamStandingResponse } from './team-standings.schemas';

const columns = pickColumns(team_standings, teamStandingResponse);

/** The statements of team standings, prepared once. Nothing identifies a row, so there is only the list. */
export function teamStandingQueries(db: Database | Transaction) {
  return {
    list: pageReader(db, { from: team_standings, columns }),
  };
}
