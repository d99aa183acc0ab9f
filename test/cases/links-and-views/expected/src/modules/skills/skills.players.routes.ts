import { z } from 'zod';
import type { Context } from '../../db/context';
import { players } from '../../db/schema';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { playerListing, playerResponse } from '../players/players.schemas';
import * as queries from './skills.players.queries';
import { type SkillKey, skillParams } from './skills.schemas';

const ownerParams = z.object({ code: skillParams.shape.code });

/** Which players belong to a skill: a row in player skills for each pair. Pairs are only read here. */
export async function skillPlayersRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the players of a skill',
        params: ownerParams,
        querystring: listQuery(players, playerListing),
        response: { 200: pageOf(playerResponse) },
      },
    },
    async (request) => {
      const { code: owner } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      return queries.list(context, owner, request.query);
    },
  );
}

async function requireOwner(context: Context, key: SkillKey['code']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('skill');
}
