import { and, eq, inArray, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { playerSkills, players, skills } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { type SkillKey, skillResponse } from '../skills/skills.schemas';
import type { PlayerKey } from './players.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(players)
    .where(eq(players.id, sql.placeholder('owner'))),
);

/** Whether there is such a player. */
export async function hasOwner(context: Context, owner: PlayerKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: playerSkills.skillCode })
  .from(playerSkills)
  .where(eq(playerSkills.playerId, sql.placeholder('owner')));
const readPage = pageReader({
  from: skills,
  columns: pickColumns(skills, skillResponse),
  where: inArray(skills.code, linked),
});

export function list(context: Context, owner: PlayerKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(playerSkills, [playerSkills.playerId, playerSkills.skillCode]);

export function link(context: Context, owner: PlayerKey['id'], target: SkillKey['code']) {
  const pair = { playerId: owner, skillCode: target };
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  playerSkills,
  and(
    eq(playerSkills.playerId, sql.placeholder('owner')),
    eq(playerSkills.skillCode, sql.placeholder('target')),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: PlayerKey['id'], target: SkillKey['code']) {
  return deletePair(context, { owner, target });
}
