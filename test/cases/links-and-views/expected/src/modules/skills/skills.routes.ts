import { z } from 'zod';
import { includedShape } from '../../db/includes';
import { retryTransient } from '../../db/retry';
import { skills } from '../../db/schema';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { skillIncludes } from './skills.includes';
import { skillQueries } from './skills.queries';
import {
  skillCreate,
  skillListing,
  skillParams,
  skillResponse,
  skillUpdate,
} from './skills.schemas';

const tags = ['skills'];
const withIncluded = skillResponse.extend(includedShape(skillIncludes));

export async function skillRoutes(app: App): Promise<void> {
  const queries = skillQueries(app.db);

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List skills',
        querystring: listQuery(skills, { ...skillListing, include: skillIncludes }),
        response: { 200: pageOf(withIncluded), ...problemResponses(400) },
      },
    },
    (request) => queries.list(request.query),
  );

  app.get(
    '/:code',
    {
      schema: {
        tags,
        summary: 'Get a skill',
        params: skillParams,
        querystring: includeQuery(skillIncludes),
        response: { 200: withIncluded, 304: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const skill = await queries.find(request.params, include);
      if (!skill) throw notFound('skill');
      // The version is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, skill._version)) {
        return reply.code(304).send();
      }
      return skill;
    },
  );

  app.post(
    '/',
    {
      schema: {
        tags,
        summary: 'Create a skill',
        body: skillCreate,
        response: { 201: skillResponse, ...problemResponses(400, 409, 422) },
      },
    },
    async (request, reply) => {
      const skill = await retryTransient(() => queries.create(request.body), { log: request.log });
      reply.code(201);
      reply.header('location', `${app.prefix}/${encodeURIComponent(skill.code)}`);
      reply.header('etag', etag(skill._version));
      return skill;
    },
  );

  app.patch(
    '/:code',
    {
      schema: {
        tags,
        summary: 'Change a skill',
        params: skillParams,
        body: skillUpdate,
        response: { 200: skillResponse, ...problemResponses(400, 404, 409, 412, 422) },
      },
    },
    async (request, reply) => {
      const { params, body, log } = request;
      const versions = expectedVersions(request);
      const skill = await retryTransient(() => queries.update(params, body, versions), { log });
      if (!skill) {
        throw (await queries.find(params)) ? preconditionFailed() : notFound('skill');
      }
      reply.header('etag', etag(skill._version));
      return skill;
    },
  );

  app.delete(
    '/:code',
    {
      schema: {
        tags,
        summary: 'Delete a skill',
        params: skillParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409, 412) },
      },
    },
    async (request, reply) => {
      const { params, log } = request;
      const versions = expectedVersions(request);
      const removed = await retryTransient(() => queries.remove(params, versions), { log });
      if (!removed) {
        throw (await queries.find(params)) ? preconditionFailed() : notFound('skill');
      }
      return reply.code(204).send();
    },
  );
}
