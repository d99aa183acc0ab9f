import { z } from 'zod';
import type { Context } from '../../db/context';
import { skills } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { skillListing, skillParams, skillResponse } from '../skills/skills.schemas';
import * as queries from './players.skills.queries';
import { type PlayerKey, playerParams } from './players.schemas';

const ownerParams = z.object({ id: playerParams.shape.id });
const linkParams = z.object({
  id: playerParams.shape.id,
  skillCode: skillParams.shape.code,
});

/** Which skills belong to a player: a row in player skills for each pair. */
export async function playerSkillsRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the skills of a player',
        params: ownerParams,
        querystring: listQuery(skills, skillListing),
        response: { 200: pageOf(skillResponse) },
      },
    },
    async (request) => {
      const { id: owner } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      return queries.list(context, owner, request.query);
    },
  );

  app.put(
    '/:skillCode',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Add a skill to a player',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, skillCode: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:skillCode',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a skill from a player',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, skillCode: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('skill');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: PlayerKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('player');
}
