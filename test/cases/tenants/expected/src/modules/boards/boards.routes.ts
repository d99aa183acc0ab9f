import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { boards } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { boardIncludes } from './boards.includes';
import { boardPolicy } from './boards.policy';
import * as queries from './boards.queries';
import {
  boardCreate,
  boardListing,
  boardParams,
  boardResponse,
  boardUpdate,
} from './boards.schemas';

const withIncluded = boardResponse.extend(includedShape(boardIncludes));

export async function boardRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: boardPolicy.list, work: ['read'] },
      schema: {
        summary: 'List boards',
        querystring: listQuery(boards, { ...boardListing, include: boardIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      config: { access: boardPolicy.read, work: ['find'] },
      schema: {
        summary: 'Get a board',
        params: boardParams,
        querystring: includeQuery(boardIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const board = await queries.find(contextOf(request), request.params, include);
      if (!board) throw notFound('board');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(board._version, boardResponse))) {
        return reply.code(304).send();
      }
      return board;
    },
  );

  app.post(
    '/',
    {
      config: { access: boardPolicy.create, queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a board',
        body: boardCreate,
        response: { 201: boardResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const board = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${board.id}`);
        reply.header('etag', etag(board._version, boardResponse));
        return board;
      }),
  );

  app.patch(
    '/:id',
    {
      config: {
        access: boardPolicy.update,
        queries: 4,
        guards: ['precondition'],
        work: ['find', 'write'],
      },
      schema: {
        summary: 'Change a board',
        params: boardParams,
        body: boardUpdate,
        response: { 200: boardResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, boards);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const board = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!board) {
        throw (await queries.isWritable(context, params))
          ? preconditionFailed()
          : notFound('board');
      }
      reply.header('etag', etag(board._version, boardResponse));
      return board;
    },
  );

  app.delete(
    '/:id',
    {
      config: { access: boardPolicy.delete, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a board',
        params: boardParams,
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
        throw (await queries.isWritable(context, params))
          ? preconditionFailed()
          : notFound('board');
      }
      return reply.code(204).send();
    },
  );
}
