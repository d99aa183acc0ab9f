import { z } from 'zod';
import { includedShape } from '../../db/includes';
import { retryTransient } from '../../db/retry';
import { tags as tagsTable } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { tagIncludes } from './tags.includes';
import * as queries from './tags.queries';
import { tagCreate, tagListing, tagParams, tagResponse, tagUpdate } from './tags.schemas';

const tags = ['tags'];
const withIncluded = tagResponse.extend(includedShape(tagIncludes));

export async function tagRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List tags',
        querystring: listQuery(tagsTable, { ...tagListing, include: tagIncludes }),
        response: { 200: pageOf(withIncluded), ...problemResponses(400) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Get a tag',
        params: tagParams,
        querystring: includeQuery(tagIncludes),
        response: { 200: withIncluded, 304: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const tag = await queries.find(contextOf(request), request.params, include);
      if (!tag) throw notFound('tag');
      // The version is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, tag._version)) {
        return reply.code(304).send();
      }
      return tag;
    },
  );

  app.post(
    '/',
    {
      schema: {
        tags,
        summary: 'Create a tag',
        body: tagCreate,
        response: { 201: tagResponse, ...problemResponses(400, 409, 422) },
      },
    },
    async (request, reply) => {
      const tag = await retryTransient(() => queries.create(contextOf(request), request.body), {
        log: request.log,
      });
      reply.code(201);
      reply.header('location', `${app.prefix}/${tag.id}`);
      reply.header('etag', etag(tag._version));
      return tag;
    },
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Change a tag',
        params: tagParams,
        body: tagUpdate,
        response: { 200: tagResponse, ...problemResponses(400, 404, 409, 412, 422) },
      },
    },
    async (request, reply) => {
      const { params, body, log } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const tag = await retryTransient(() => queries.update(context, params, body, versions), {
        log,
      });
      if (!tag) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('tag');
      }
      reply.header('etag', etag(tag._version));
      return tag;
    },
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Delete a tag',
        params: tagParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409, 412) },
      },
    },
    async (request, reply) => {
      const { params, log } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const removed = await retryTransient(() => queries.remove(context, params, versions), {
        log,
      });
      if (!removed) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('tag');
      }
      return reply.code(204).send();
    },
  );
}
