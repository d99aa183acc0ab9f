import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { invitations } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { invitationIncludes } from './invitations.includes';
import * as queries from './invitations.queries';
import {
  invitationCreate,
  invitationListing,
  invitationParams,
  invitationResponse,
  invitationUpdate,
} from './invitations.schemas';

const withIncluded = invitationResponse.extend(includedShape(invitationIncludes));

export async function invitationRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List invitations',
        querystring: listQuery(invitations, { ...invitationListing, include: invitationIncludes }),
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
        summary: 'Get an invitation',
        params: invitationParams,
        querystring: includeQuery(invitationIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const invitation = await queries.find(contextOf(request), request.params, include);
      if (!invitation) throw notFound('invitation');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(invitation._version, invitationResponse))
      ) {
        return reply.code(304).send();
      }
      return invitation;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create an invitation',
        body: invitationCreate,
        response: { 201: invitationResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const invitation = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${invitation.id}`);
        reply.header('etag', etag(invitation._version, invitationResponse));
        return invitation;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change an invitation',
        params: invitationParams,
        body: invitationUpdate,
        response: { 200: invitationResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, invitations);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const invitation = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!invitation) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('invitation');
      }
      reply.header('etag', etag(invitation._version, invitationResponse));
      return invitation;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete an invitation',
        params: invitationParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('invitation');
      }
      return reply.code(204).send();
    },
  );
}
