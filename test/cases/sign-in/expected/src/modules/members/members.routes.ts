import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { members } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { memberIncludes } from './members.includes';
import { memberPolicy } from './members.policy';
import * as queries from './members.queries';
import {
  memberCreate,
  memberListing,
  memberParams,
  memberResponse,
  memberUpdate,
} from './members.schemas';

const withIncluded = memberResponse.extend(includedShape(memberIncludes));

export async function memberRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: memberPolicy.list, work: ['read'] },
      schema: {
        summary: 'List members',
        querystring: listQuery(members, { ...memberListing, include: memberIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      config: { access: memberPolicy.read, work: ['find'] },
      schema: {
        summary: 'Get a member',
        params: memberParams,
        querystring: includeQuery(memberIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const member = await queries.find(contextOf(request), request.params, include);
      if (!member) throw notFound('member');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(member._version, memberResponse))) {
        return reply.code(304).send();
      }
      return member;
    },
  );

  app.post(
    '/',
    {
      config: { access: memberPolicy.create, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a member',
        body: memberCreate,
        response: { 201: memberResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const member = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${member.id}`);
        reply.header('etag', etag(member._version, memberResponse));
        return member;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { access: memberPolicy.update, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a member',
        params: memberParams,
        body: memberUpdate,
        response: { 200: memberResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, members);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const member = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!member) {
        throw (await queries.isWritable(context, params))
          ? preconditionFailed()
          : notFound('member');
      }
      reply.header('etag', etag(member._version, memberResponse));
      return member;
    },
  );

  app.delete(
    '/:id',
    {
      config: { access: memberPolicy.delete, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a member',
        params: memberParams,
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
          : notFound('member');
      }
      return reply.code(204).send();
    },
  );
}
