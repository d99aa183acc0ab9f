import { eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { pickColumns } from '../../db/columns';
import { prepared } from '../../db/prepared';
import { playerSkills, players, skills } from '../../db/schema';
import { listQuery, pageOf } from '../../http/list';
import { pageReader } from '../../http/page';
import { notFound } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { playerListing, playerResponse } from '../players/players.schemas';
import { skillParams } from './skills.schemas';

const tags = ['skills'];
const columns = pickColumns(players, playerResponse);
const ownerParams = z.object({ code: skillParams.shape.code });

/** Which players belong to a skill: a row in player skills for each pair. Pairs are only read here. */
export async function skillPlayersRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(skills)
      .where(eq(skills.code, sql.placeholder('owner'))),
  );
  const linked = app.db
    .select({ target: playerSkills.playerId })
    .from(playerSkills)
    .where(eq(playerSkills.skillCode, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: players,
    columns,
    where: inArray(players.id, linked),
  });

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('skill');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the players of a skill',
        params: ownerParams,
        querystring: listQuery(players, playerListing),
        response: { 200: pageOf(playerResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.code);
      return list(request.query, { owner: request.params.code });
    },
  );
}
