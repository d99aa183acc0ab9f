import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { teams } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { teamIncludes } from './teams.includes';
import * as queries from './teams.queries';
import { teamCreate, teamListing, teamParams, teamResponse, teamUpdate } from './teams.schemas';

const withIncluded = teamResponse.extend(includedShape(teamIncludes));

export async function teamRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List teams',
        querystring: listQuery(teams, { ...teamListing, include: teamIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a team',
        params: teamParams,
        querystring: includeQuery(teamIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const team = await queries.find(contextOf(request), request.params, include);
      if (!team) throw notFound('team');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(team._version, teamResponse))) {
        return reply.code(304).send();
      }
      return team;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a team',
        body: teamCreate,
        response: { 201: teamResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const team = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${team.id}`);
        reply.header('etag', etag(team._version, teamResponse));
        return team;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a team',
        params: teamParams,
        body: teamUpdate,
        response: { 200: teamResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, teams);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const team = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!team) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('team');
      }
      reply.header('etag', etag(team._version, teamResponse));
      return team;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a team',
        params: teamParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const removed = await retryTransient(
        () => queries.remove(context, params, versions),
        request,
      );
      if (!removed) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('team');
      }
      return reply.code(204).send();
    },
  );
}
