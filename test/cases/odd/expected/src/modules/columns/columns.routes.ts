import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { column as columnTable } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { columnIncludes } from './columns.includes';
import * as queries from './columns.queries';
import {
  columnCreate,
  columnListing,
  columnParams,
  columnResponse,
  columnUpdate,
} from './columns.schemas';

const withIncluded = columnResponse.extend(includedShape(columnIncludes));

export async function columnRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List columns',
        querystring: listQuery(columnTable, { ...columnListing, include: columnIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:check',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a column',
        params: columnParams,
        querystring: includeQuery(columnIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const columnRow = await queries.find(contextOf(request), request.params, include);
      if (!columnRow) throw notFound('column');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(columnRow._version, columnResponse))
      ) {
        return reply.code(304).send();
      }
      return columnRow;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a column',
        body: columnCreate,
        response: { 201: columnResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const columnRow = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${columnRow.check}`);
        reply.header('etag', etag(columnRow._version, columnResponse));
        return columnRow;
      }),
  );

  app.patch(
    '/:check',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a column',
        params: columnParams,
        body: columnUpdate,
        response: { 200: columnResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, columnTable);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const columnRow = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!columnRow) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('column');
      }
      reply.header('etag', etag(columnRow._version, columnResponse));
      return columnRow;
    },
  );

  app.delete(
    '/:check',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a column',
        params: columnParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('column');
      }
      return reply.code(204).send();
    },
  );
}
