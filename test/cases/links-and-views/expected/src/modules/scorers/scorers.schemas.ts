import { createSelectSchema } from 'drizzle-zod';
import { scorers } from '../../db/schema';

/** A scorer as it is sent. A column that is not listed here is never read and never leaves the service. */
export const scorerResponse = createSelectSchema(scorers)
  .pick({
    playerId: true,
    goals: true,
  })
  .meta({ id: 'Scorer' });

/**
 * What lists of scorers may be filtered and sorted by. Nothing identifies a row, so pages are counted: right as long as
 * nothing changes between two of them.
 */
export const scorerListing = {
  key: [],
  filter: ['playerId'],
  // Text in which another may be looked for: 'playerId'.
  contains: [],
  sort: ['playerId'],
  defaultSort: 'playerId',
} as const;
