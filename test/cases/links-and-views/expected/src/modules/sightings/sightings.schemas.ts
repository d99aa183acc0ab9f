import { createSelectSchema } from 'drizzle-zod';
import { sightings } from '../../db/schema';
import { sentTimestamp } from '../../http/fields';

/** A sighting as it is sent. A column that is not listed here is never read and never leaves the service. */
export const sightingResponse = createSelectSchema(sightings, {
  seenAt: () => sentTimestamp,
})
  .pick({
    playerId: true,
    seenAt: true,
  })
  .meta({ id: 'Sighting' });

/**
 * What lists of sightings may be filtered and sorted by. Nothing identifies a row, so pages are counted: right as long as
 * nothing changes between two of them.
 */
export const sightingListing = {
  key: [],
  filter: ['playerId', 'seenAt'],
  contains: [],
  sort: ['playerId,seenAt', 'playerId', 'seenAt'],
  defaultSort: 'playerId,seenAt',
} as const;
