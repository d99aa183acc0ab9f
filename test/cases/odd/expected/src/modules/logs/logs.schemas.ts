import { createSelectSchema } from 'drizzle-zod';
import { logs } from '../../db/schema';

/** A log as it is sent. A column that is not listed here is never read and never leaves the service. */
export const logResponse = createSelectSchema(logs)
  .pick({
    line: true,
  })
  .meta({ id: 'Log' });

/**
 * What lists of logs may be filtered and sorted by. Nothing identifies a row, so pages are counted: right as long as
 * nothing changes between two of them.
 */
export const logListing = {
  key: [],
  filter: ['line'],
  // Text in which another may be looked for: 'line'.
  contains: [],
  sort: ['line'],
  defaultSort: 'line',
} as const;
