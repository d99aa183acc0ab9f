import { z } from 'zod';
import { once } from '../../idempotency';
import { goals } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, isFresh } from '../../http/preconditions';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { goalIncludes } from './goals.includes';
import * as queries from './goals.queries';
import { goalCreate, goalListing, goalParams, goalResponse } from './goals.schemas';

const withIncluded = goalResponse.extend(includedShape(goalIncludes));

/** Append-only: a goal is added and read, and never changed or deleted. */
export async function goalRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List goals',
        querystring: listQuery(goals, { ...goalListing, include: goalIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:matchId/:second',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a goal',
        params: goalParams,
        querystring: includeQuery(goalIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const goal = await queries.find(contextOf(request), request.params, include);
      if (!goal) throw notFound('goal');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(goal._version, goalResponse))) {
        return reply.code(304).send();
      }
      return goal;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a goal',
        body: goalCreate,
        response: { 201: goalResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const goal = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${goal.matchId}/${goal.second}`);
        reply.header('etag', etag(goal._version, goalResponse));
        return goal;
      }),
  );
}
