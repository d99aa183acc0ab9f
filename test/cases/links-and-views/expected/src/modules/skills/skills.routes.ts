import { z } from 'zod';
import { skills } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, isFresh } from '../../http/preconditions';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { skillIncludes } from './skills.includes';
import * as queries from './skills.queries';
import { skillListing, skillParams, skillResponse } from './skills.schemas';

const withIncluded = skillResponse.extend(includedShape(skillIncludes));

/** Read-only: skills are written elsewhere. */
export async function skillRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List skills',
        querystring: listQuery(skills, { ...skillListing, include: skillIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:code',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a skill',
        params: skillParams,
        querystring: includeQuery(skillIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const skill = await queries.find(contextOf(request), request.params, include);
      if (!skill) throw notFound('skill');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(skill._version, skillResponse))) {
        return reply.code(304).send();
      }
      return skill;
    },
  );
}
