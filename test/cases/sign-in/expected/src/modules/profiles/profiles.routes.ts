import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { profiles as profilesTable } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { profileIncludes } from './profiles.includes';
import { profilePolicy } from './profiles.policy';
import * as queries from './profiles.queries';
import {
  profileCreate,
  profileListing,
  profileParams,
  profileResponse,
  profileUpdate,
} from './profiles.schemas';

const withIncluded = profileResponse.extend(includedShape(profileIncludes));

export async function profileRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: profilePolicy.list, work: ['read'] },
      schema: {
        summary: 'List profiles',
        querystring: listQuery(profilesTable, { ...profileListing, include: profileIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      config: { access: profilePolicy.read, work: ['find'] },
      schema: {
        summary: 'Get a profile',
        params: profileParams,
        querystring: includeQuery(profileIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const profile = await queries.find(contextOf(request), request.params, include);
      if (!profile) throw notFound('profile');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(profile._version, profileResponse))
      ) {
        return reply.code(304).send();
      }
      return profile;
    },
  );

  app.post(
    '/',
    {
      config: {
        access: profilePolicy.create,
        queries: 2,
        guards: ['idempotency'],
        work: ['write'],
      },
      schema: {
        summary: 'Create a profile',
        body: profileCreate,
        response: { 201: profileResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const profile = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${profile.id}`);
        reply.header('etag', etag(profile._version, profileResponse));
        return profile;
      }),
  );

  app.patch(
    '/:id',
    {
      config: {
        access: profilePolicy.update,
        queries: 4,
        guards: ['precondition'],
        work: ['find', 'write'],
      },
      schema: {
        summary: 'Change a profile',
        params: profileParams,
        body: profileUpdate,
        response: { 200: profileResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, profilesTable);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const profile = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!profile) {
        throw (await queries.isWritable(context, params))
          ? preconditionFailed()
          : notFound('profile');
      }
      reply.header('etag', etag(profile._version, profileResponse));
      return profile;
    },
  );

  app.delete(
    '/:id',
    {
      config: { access: profilePolicy.delete, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a profile',
        params: profileParams,
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
          : notFound('profile');
      }
      return reply.code(204).send();
    },
  );
}
