import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { skills } from '../../db/schema';
import { keyText } from '../../http/fields';

/** A skill as it is sent. A column that is not listed here is never read and never leaves the service. */
export const skillResponse = createSelectSchema(skills)
  .pick({
    code: true,
    title: true,
  })
  .meta({ id: 'Skill' });

/** What identifies a skill in a path. */
export const skillParams = z.object({
  code: keyText,
});
export type SkillKey = z.output<typeof skillParams>;

/** What lists of skills may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const skillListing = {
  key: ['code'],
  filter: ['code'],
  // Without an index, so that each such list reads the whole table: 'title'.
  scan: [],
  // Text in which another may be looked for: 'title'.
  contains: [],
  sort: ['code'],
  defaultSort: 'code',
} as const;
