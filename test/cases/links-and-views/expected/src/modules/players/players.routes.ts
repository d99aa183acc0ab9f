import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { players } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { playerIncludes } from './players.includes';
import * as queries from './players.queries';
import {
  playerCreate,
  playerListing,
  playerParams,
  playerResponse,
  playerUpdate,
} from './players.schemas';

const withIncluded = playerResponse.extend(includedShape(playerIncludes));

export async function playerRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List players',
        querystring: listQuery(players, { ...playerListing, include: playerIncludes }),
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
        summary: 'Get a player',
        params: playerParams,
        querystring: includeQuery(playerIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const player = await queries.find(contextOf(request), request.params, include);
      if (!player) throw notFound('player');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(player._version, playerResponse))) {
        return reply.code(304).send();
      }
      return player;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a player',
        body: playerCreate,
        response: { 201: playerResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const player = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${encodeURIComponent(player.id)}`);
        reply.header('etag', etag(player._version, playerResponse));
        return player;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a player',
        params: playerParams,
        body: playerUpdate,
        response: { 200: playerResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, players);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const player = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!player) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('player');
      }
      reply.header('etag', etag(player._version, playerResponse));
      return player;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a player',
        params: playerParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('player');
      }
      return reply.code(204).send();
    },
  );
}
