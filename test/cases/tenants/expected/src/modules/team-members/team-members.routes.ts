import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { teamMembers } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { teamMemberIncludes } from './team-members.includes';
import { teamMemberPolicy } from './team-members.policy';
import * as queries from './team-members.queries';
import {
  teamMemberCreate,
  teamMemberListing,
  teamMemberParams,
  teamMemberResponse,
  teamMemberUpdate,
} from './team-members.schemas';

const withIncluded = teamMemberResponse.extend(includedShape(teamMemberIncludes));

export async function teamMemberRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: teamMemberPolicy.list, work: ['read'] },
      schema: {
        summary: 'List team members',
        querystring: listQuery(teamMembers, { ...teamMemberListing, include: teamMemberIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:teamId/:userId',
    {
      config: { access: teamMemberPolicy.read, work: ['find'] },
      schema: {
        summary: 'Get a team member',
        params: teamMemberParams,
        querystring: includeQuery(teamMemberIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const teamMember = await queries.find(contextOf(request), request.params, include);
      if (!teamMember) throw notFound('team member');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(teamMember._version, teamMemberResponse))
      ) {
        return reply.code(304).send();
      }
      return teamMember;
    },
  );

  app.post(
    '/',
    {
      config: { access: teamMemberPolicy.create, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a team member',
        body: teamMemberCreate,
        response: { 201: teamMemberResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const teamMember = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${teamMember.teamId}/${teamMember.userId}`);
        reply.header('etag', etag(teamMember._version, teamMemberResponse));
        return teamMember;
      }),
  );

  app.patch(
    '/:teamId/:userId',
    {
      config: {
        access: teamMemberPolicy.update,
        guards: ['precondition'],
        work: ['find', 'write'],
      },
      schema: {
        summary: 'Change a team member',
        params: teamMemberParams,
        body: teamMemberUpdate,
        response: { 200: teamMemberResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, teamMembers);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const teamMember = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!teamMember) {
        throw (await queries.isWritable(context, params))
          ? preconditionFailed()
          : notFound('team member');
      }
      reply.header('etag', etag(teamMember._version, teamMemberResponse));
      return teamMember;
    },
  );

  app.delete(
    '/:teamId/:userId',
    {
      config: {
        access: teamMemberPolicy.delete,
        guards: ['precondition'],
        work: ['find', 'write'],
      },
      schema: {
        summary: 'Delete a team member',
        params: teamMemberParams,
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
          : notFound('team member');
      }
      return reply.code(204).send();
    },
  );
}
