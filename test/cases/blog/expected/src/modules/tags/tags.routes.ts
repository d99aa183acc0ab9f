import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { tags } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { tagIncludes } from './tags.includes';
import * as queries from './tags.queries';
import { tagCreate, tagListing, tagParams, tagResponse, tagUpdate } from './tags.schemas';

const withIncluded = tagResponse.extend(includedShape(tagIncludes));

export async function tagRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List tags',
        querystring: listQuery(tags, { ...tagListing, include: tagIncludes }),
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
        summary: 'Get a tag',
        params: tagParams,
        querystring: includeQuery(tagIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const tag = await queries.find(contextOf(request), request.params, include);
      if (!tag) throw notFound('tag');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(tag._version, tagResponse))) {
        return reply.code(304).send();
      }
      return tag;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a tag',
        body: tagCreate,
        response: { 201: tagResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const tag = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${tag.id}`);
        reply.header('etag', etag(tag._version, tagResponse));
        return tag;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a tag',
        params: tagParams,
        body: tagUpdate,
        response: { 200: tagResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, tags);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const tag = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!tag) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('tag');
      }
      reply.header('etag', etag(tag._version, tagResponse));
      return tag;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a tag',
        params: tagParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('tag');
      }
      return reply.code(204).send();
    },
  );
}
