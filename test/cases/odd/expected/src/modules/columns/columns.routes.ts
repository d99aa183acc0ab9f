import { z } from 'zod';
import { includedShape } from '../../db/includes';
import { retryTransient } from '../../db/retry';
import { column as columnTable } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { columnIncludes } from './columns.includes';
import * as queries from './columns.queries';
import {
  columnCreate,
  columnListing,
  columnParams,
  columnResponse,
  columnUpdate,
} from './columns.schemas';

const tags = ['columns'];
const withIncluded = columnResponse.extend(includedShape(columnIncludes));

export async function columnRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List columns',
        querystring: listQuery(columnTable, { ...columnListing, include: columnIncludes }),
        response: { 200: pageOf(withIncluded), ...problemResponses(400) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:check',
    {
      schema: {
        tags,
        summary: 'Get a column',
        params: columnParams,
        querystring: includeQuery(columnIncludes),
        response: { 200: withIncluded, 304: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const columnRow = await queries.find(contextOf(request), request.params, include);
      if (!columnRow) throw notFound('column');
      // The version is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, columnRow._version)) {
        return reply.code(304).send();
      }
      return columnRow;
    },
  );

  app.post(
    '/',
    {
      schema: {
        tags,
        summary: 'Create a column',
        body: columnCreate,
        response: { 201: columnResponse, ...problemResponses(400, 409, 422) },
      },
    },
    async (request, reply) => {
      const columnRow = await retryTransient(
        () => queries.create(contextOf(request), request.body),
        { log: request.log },
      );
      reply.code(201);
      reply.header('location', `${app.prefix}/${columnRow.check}`);
      reply.header('etag', etag(columnRow._version));
      return columnRow;
    },
  );

  app.patch(
    '/:check',
    {
      schema: {
        tags,
        summary: 'Change a column',
        params: columnParams,
        body: columnUpdate,
        response: { 200: columnResponse, ...problemResponses(400, 404, 409, 412, 422) },
      },
    },
    async (request, reply) => {
      const { params, body, log } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const columnRow = await retryTransient(
        () => queries.update(context, params, body, versions),
        { log },
      );
      if (!columnRow) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('column');
      }
      reply.header('etag', etag(columnRow._version));
      return columnRow;
    },
  );

  app.delete(
    '/:check',
    {
      schema: {
        tags,
        summary: 'Delete a column',
        params: columnParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409, 412) },
      },
    },
    async (request, reply) => {
      const { params, log } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const removed = await retryTransient(() => queries.remove(context, params, versions), {
        log,
      });
      if (!removed) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('column');
      }
      return reply.code(204).send();
    },
  );
}
