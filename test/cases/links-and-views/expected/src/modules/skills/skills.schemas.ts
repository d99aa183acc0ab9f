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

/**
 * What lists of skills offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const skillListing = {
  key: ['code'],
  // No index begins with 'title'.
  filter: ['code'],
  // Text that could be named here: 'code', 'title'.
  contains: [],
  sort: ['code'],
  defaultSort: 'code',
} as const;
