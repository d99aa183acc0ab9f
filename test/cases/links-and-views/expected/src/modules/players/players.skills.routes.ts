import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { pickColumns } from '../../db/columns';
import { prepared } from '../../db/prepared';
import { playerSkills, players, skills } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import { retryTransient } from '../../db/retry';
import { listQuery, pageOf } from '../../http/list';
import { pageReader } from '../../http/page';
import { notFound } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { skillListing, skillParams, skillResponse } from '../skills/skills.schemas';
import { playerParams } from './players.schemas';

const tags = ['players'];
const columns = pickColumns(skills, skillResponse);
const ownerParams = z.object({ id: playerParams.shape.id });
const linkParams = z.object({
  id: playerParams.shape.id,
  skillCode: skillParams.shape.code,
});

/** Which skills belong to a player: a row in player skills for each pair. */
export async function playerSkillsRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(players)
      .where(eq(players.id, sql.placeholder('owner'))),
  );
  const linked = app.db
    .select({ target: playerSkills.skillCode })
    .from(playerSkills)
    .where(eq(playerSkills.playerId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: skills,
    columns,
    where: inArray(skills.code, linked),
  });
  const link = linkStatement(app.db, playerSkills, [playerSkills.playerId, playerSkills.skillCode]);
  const unlink = deleteStatement(
    app.db,
    playerSkills,
    and(
      eq(playerSkills.playerId, sql.placeholder('owner')),
      eq(playerSkills.skillCode, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('player');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the skills of a player',
        params: ownerParams,
        querystring: listQuery(skills, skillListing),
        response: { 200: pageOf(skillResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:skillCode',
    {
      schema: {
        tags,
        summary: 'Add a skill to a player',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, skillCode: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { playerId: ownerKey, skillCode: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:skillCode',
    {
      schema: {
        tags,
        summary: 'Remove a skill from a player',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, skillCode: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('skill');
      return reply.code(204).send();
    },
  );
}
