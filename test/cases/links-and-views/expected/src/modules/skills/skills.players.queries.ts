import { eq, inArray, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { playerSkills, players, skills } from '../../db/schema';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { playerResponse } from '../players/players.schemas';
import type { SkillKey } from './skills.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(skills)
    .where(eq(skills.code, sql.placeholder('owner'))),
);

/** Whether there is such a skill. */
export async function hasOwner(context: Context, owner: SkillKey['code']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: playerSkills.playerId })
  .from(playerSkills)
  .where(eq(playerSkills.skillCode, sql.placeholder('owner')));
const readPage = pageReader({
  from: players,
  columns: pickColumns(players, playerResponse),
  where: inArray(players.id, linked),
});

export function list(context: Context, owner: SkillKey['code'], request: PageRequest) {
  return readPage(context, request, { owner });
}
