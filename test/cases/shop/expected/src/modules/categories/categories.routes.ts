import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { categories } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { categoryIncludes } from './categories.includes';
import * as queries from './categories.queries';
import {
  categoryCreate,
  categoryListing,
  categoryParams,
  categoryResponse,
  categoryUpdate,
} from './categories.schemas';

const withIncluded = categoryResponse.extend(includedShape(categoryIncludes));

export async function categoryRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List categories',
        querystring: listQuery(categories, { ...categoryListing, include: categoryIncludes }),
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
        summary: 'Get a category',
        params: categoryParams,
        querystring: includeQuery(categoryIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const category = await queries.find(contextOf(request), request.params, include);
      if (!category) throw notFound('category');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(category._version, categoryResponse))
      ) {
        return reply.code(304).send();
      }
      return category;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a category',
        body: categoryCreate,
        response: { 201: categoryResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const category = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${category.id}`);
        reply.header('etag', etag(category._version, categoryResponse));
        return category;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a category',
        params: categoryParams,
        body: categoryUpdate,
        response: { 200: categoryResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, categories);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const category = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!category) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('category');
      }
      reply.header('etag', etag(category._version, categoryResponse));
      return category;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a category',
        params: categoryParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('category');
      }
      return reply.code(204).send();
    },
  );
}
