import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { archived } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { archivedIncludes } from './archiveds.includes';
import * as queries from './archiveds.queries';
import {
  archivedCreate,
  archivedListing,
  archivedParams,
  archivedResponse,
  archivedUpdate,
} from './archiveds.schemas';

const withIncluded = archivedResponse.extend(includedShape(archivedIncludes));

export async function archivedRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List archiveds',
        querystring: listQuery(archived, { ...archivedListing, include: archivedIncludes }),
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
        summary: 'Get an archived',
        params: archivedParams,
        querystring: includeQuery(archivedIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const archivedRow = await queries.find(contextOf(request), request.params, include);
      if (!archivedRow) throw notFound('archived');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(archivedRow._version, archivedResponse))
      ) {
        return reply.code(304).send();
      }
      return archivedRow;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create an archived',
        body: archivedCreate,
        response: { 201: archivedResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const archivedRow = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${archivedRow.id}`);
        reply.header('etag', etag(archivedRow._version, archivedResponse));
        return archivedRow;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change an archived',
        params: archivedParams,
        body: archivedUpdate,
        response: { 200: archivedResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, archived);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const archivedRow = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!archivedRow) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('archived');
      }
      reply.header('etag', etag(archivedRow._version, archivedResponse));
      return archivedRow;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete an archived',
        params: archivedParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('archived');
      }
      return reply.code(204).send();
    },
  );
}
