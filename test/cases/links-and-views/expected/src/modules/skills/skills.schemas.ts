import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { skills } from '../../db/schema';
import { keyText, notEmpty } from '../../http/fields';

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

/** What a client may set in a new skill. Whatever is listed here is open to everybody who may call the route. */
export const skillCreate = createInsertSchema(skills)
  .pick({
    code: true,
    title: true,
  })
  .strict()
  .meta({ id: 'SkillCreate' });
export type SkillCreate = z.output<typeof skillCreate>;

/** What a client may change afterwards. */
export const skillUpdate = notEmpty(skillCreate.omit({ code: true }).partial()).meta({
  id: 'SkillUpdate',
});
export type SkillUpdate = z.output<typeof skillUpdate>;

/** What lists of skills may be filtered and sorted by. Sorting is offered where an index has the order. */
export const skillListing = {
  key: ['code'],
  filter: ['code', 'title'],
  sort: ['code'],
  defaultSort: 'code',
} as const;
