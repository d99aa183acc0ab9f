import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { memberships } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { membershipIncludes } from './memberships.includes';
import * as queries from './memberships.queries';
import {
  membershipCreate,
  membershipListing,
  membershipParams,
  membershipResponse,
  membershipUpdate,
} from './memberships.schemas';

const withIncluded = membershipResponse.extend(includedShape(membershipIncludes));

export async function membershipRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List memberships',
        querystring: listQuery(memberships, { ...membershipListing, include: membershipIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:teamId/:playerId',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a membership',
        params: membershipParams,
        querystring: includeQuery(membershipIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const membership = await queries.find(contextOf(request), request.params, include);
      if (!membership) throw notFound('membership');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(membership._version, membershipResponse))
      ) {
        return reply.code(304).send();
      }
      return membership;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a membership',
        body: membershipCreate,
        response: { 201: membershipResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const membership = await queries.create(context, request.body);
        reply.code(201);
        reply.header(
          'location',
          `${app.prefix}/${membership.teamId}/${encodeURIComponent(membership.playerId)}`,
        );
        reply.header('etag', etag(membership._version, membershipResponse));
        return membership;
      }),
  );

  app.patch(
    '/:teamId/:playerId',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a membership',
        params: membershipParams,
        body: membershipUpdate,
        response: { 200: membershipResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, memberships);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const membership = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!membership) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('membership');
      }
      reply.header('etag', etag(membership._version, membershipResponse));
      return membership;
    },
  );

  app.delete(
    '/:teamId/:playerId',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a membership',
        params: membershipParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('membership');
      }
      return reply.code(204).send();
    },
  );
}
