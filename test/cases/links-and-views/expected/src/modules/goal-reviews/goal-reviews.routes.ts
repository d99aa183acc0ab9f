import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { goalReviews } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { goalReviewIncludes } from './goal-reviews.includes';
import * as queries from './goal-reviews.queries';
import {
  goalReviewCreate,
  goalReviewListing,
  goalReviewParams,
  goalReviewResponse,
  goalReviewUpdate,
} from './goal-reviews.schemas';

const withIncluded = goalReviewResponse.extend(includedShape(goalReviewIncludes));

export async function goalReviewRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List goal reviews',
        querystring: listQuery(goalReviews, { ...goalReviewListing, include: goalReviewIncludes }),
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
        summary: 'Get a goal review',
        params: goalReviewParams,
        querystring: includeQuery(goalReviewIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const goalReview = await queries.find(contextOf(request), request.params, include);
      if (!goalReview) throw notFound('goal review');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(goalReview._version, goalReviewResponse))
      ) {
        return reply.code(304).send();
      }
      return goalReview;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a goal review',
        body: goalReviewCreate,
        response: { 201: goalReviewResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const goalReview = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${goalReview.id}`);
        reply.header('etag', etag(goalReview._version, goalReviewResponse));
        return goalReview;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a goal review',
        params: goalReviewParams,
        body: goalReviewUpdate,
        response: { 200: goalReviewResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, goalReviews);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const goalReview = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!goalReview) {
        throw (await queries.find(context, params))
          ? preconditionFailed()
          : notFound('goal review');
      }
      reply.header('etag', etag(goalReview._version, goalReviewResponse));
      return goalReview;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a goal review',
        params: goalReviewParams,
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
        throw (await queries.find(context, params))
          ? preconditionFailed()
          : notFound('goal review');
      }
      return reply.code(204).send();
    },
  );
}
