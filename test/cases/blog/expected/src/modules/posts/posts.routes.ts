import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { posts } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { postIncludes } from './posts.includes';
import * as queries from './posts.queries';
import { postCreate, postListing, postParams, postResponse, postUpdate } from './posts.schemas';

const withIncluded = postResponse.extend(includedShape(postIncludes));

export async function postRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List posts',
        querystring: listQuery(posts, { ...postListing, include: postIncludes }),
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
        summary: 'Get a post',
        params: postParams,
        querystring: includeQuery(postIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const postRow = await queries.find(contextOf(request), request.params, include);
      if (!postRow) throw notFound('post');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(postRow._version, postResponse))) {
        return reply.code(304).send();
      }
      return postRow;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a post',
        body: postCreate,
        response: { 201: postResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const postRow = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${postRow.id}`);
        reply.header('etag', etag(postRow._version, postResponse));
        return postRow;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a post',
        params: postParams,
        body: postUpdate,
        response: { 200: postResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, posts);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const postRow = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!postRow) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('post');
      }
      reply.header('etag', etag(postRow._version, postResponse));
      return postRow;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a post',
        params: postParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('post');
      }
      return reply.code(204).send();
    },
  );
}
