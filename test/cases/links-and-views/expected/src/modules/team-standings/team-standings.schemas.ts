import { createSelectSchema } from 'drizzle-zod';
import { team_standings } from '../../db/schema';

/** A team standing as it is sent. A column that is not listed here is never read and never leaves the service. */
export const teamStandingResponse = createSelectSchema(team_standings)
  .pick({
    teamId: true,
    name: true,
  })
  .meta({ id: 'TeamStanding' });

/**
 * What lists of team standings may be filtered and sorted by. Nothing identifies a row, so pages are counted: right as long as
 * nothing changes between two of them.
 */
export const teamStandingListing = {
  key: [],
  filter: ['teamId', 'name'],
  // Text in which another may be looked for: 'name'.
  contains: [],
  sort: ['teamId,name', 'teamId', 'name'],
  defaultSort: 'teamId,name',
} as const;
