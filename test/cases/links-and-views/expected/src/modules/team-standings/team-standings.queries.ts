import { pickColumns } from '../../db/columns';
import { team_standings } from '../../db/schema';
import { pageReader } from '../../http/page';
import { teamStandingResponse } from './team-standings.schemas';

/** Nothing identifies a row, so there is only the list. */
export const list = pageReader({
  from: team_standings,
  columns: pickColumns(team_standings, teamStandingResponse),
});
