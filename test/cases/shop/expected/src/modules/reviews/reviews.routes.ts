import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { reviews } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { reviewIncludes } from './reviews.includes';
import * as queries from './reviews.queries';
import {
  reviewCreate,
  reviewListing,
  reviewParams,
  reviewResponse,
  reviewUpdate,
} from './reviews.schemas';

const withIncluded = reviewResponse.extend(includedShape(reviewIncludes));

export async function reviewRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List reviews',
        querystring: listQuery(reviews, { ...reviewListing, include: reviewIncludes }),
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
        summary: 'Get a review',
        params: reviewParams,
        querystring: includeQuery(reviewIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const review = await queries.find(contextOf(request), request.params, include);
      if (!review) throw notFound('review');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(review._version, reviewResponse))) {
        return reply.code(304).send();
      }
      return review;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 3, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a review',
        body: reviewCreate,
        response: { 201: reviewResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const review = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${review.id}`);
        reply.header('etag', etag(review._version, reviewResponse));
        return review;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 5, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a review',
        params: reviewParams,
        body: reviewUpdate,
        response: { 200: reviewResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, reviews);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const review = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!review) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('review');
      }
      reply.header('etag', etag(review._version, reviewResponse));
      return review;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a review',
        params: reviewParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('review');
      }
      return reply.code(204).send();
    },
  );
}
