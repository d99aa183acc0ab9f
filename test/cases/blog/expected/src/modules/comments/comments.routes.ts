import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { comments } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { commentIncludes } from './comments.includes';
import * as queries from './comments.queries';
import {
  commentCreate,
  commentListing,
  commentParams,
  commentResponse,
  commentUpdate,
} from './comments.schemas';

const withIncluded = commentResponse.extend(includedShape(commentIncludes));

export async function commentRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List comments',
        querystring: listQuery(comments, { ...commentListing, include: commentIncludes }),
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
        summary: 'Get a comment',
        params: commentParams,
        querystring: includeQuery(commentIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const comment = await queries.find(contextOf(request), request.params, include);
      if (!comment) throw notFound('comment');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(comment._version, commentResponse))
      ) {
        return reply.code(304).send();
      }
      return comment;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a comment',
        body: commentCreate,
        response: { 201: commentResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const comment = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${comment.id}`);
        reply.header('etag', etag(comment._version, commentResponse));
        return comment;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a comment',
        params: commentParams,
        body: commentUpdate,
        response: { 200: commentResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, comments);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const comment = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!comment) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('comment');
      }
      reply.header('etag', etag(comment._version, commentResponse));
      return comment;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a comment',
        params: commentParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('comment');
      }
      return reply.code(204).send();
    },
  );
}
