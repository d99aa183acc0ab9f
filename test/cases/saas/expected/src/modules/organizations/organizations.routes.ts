import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { organizations } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { organizationIncludes } from './organizations.includes';
import * as queries from './organizations.queries';
import {
  organizationCreate,
  organizationListing,
  organizationParams,
  organizationResponse,
  organizationUpdate,
} from './organizations.schemas';

const withIncluded = organizationResponse.extend(includedShape(organizationIncludes));

export async function organizationRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List organizations',
        querystring: listQuery(organizations, {
          ...organizationListing,
          include: organizationIncludes,
        }),
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
        summary: 'Get an organization',
        params: organizationParams,
        querystring: includeQuery(organizationIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const organization = await queries.find(contextOf(request), request.params, include);
      if (!organization) throw notFound('organization');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(organization._version, organizationResponse))
      ) {
        return reply.code(304).send();
      }
      return organization;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create an organization',
        body: organizationCreate,
        response: { 201: organizationResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const organization = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${organization.id}`);
        reply.header('etag', etag(organization._version, organizationResponse));
        return organization;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change an organization',
        params: organizationParams,
        body: organizationUpdate,
        response: { 200: organizationResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, organizations);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const organization = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!organization) {
        throw (await queries.find(context, params))
          ? preconditionFailed()
          : notFound('organization');
      }
      reply.header('etag', etag(organization._version, organizationResponse));
      return organization;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete an organization',
        params: organizationParams,
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
          : notFound('organization');
      }
      return reply.code(204).send();
    },
  );
}
