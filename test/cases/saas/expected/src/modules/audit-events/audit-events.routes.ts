import { z } from 'zod';
import { includedShape } from '../../db/includes';
import { retryTransient } from '../../db/retry';
import { auditEvents } from '../../db/schema';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { auditEventIncludes } from './audit-events.includes';
import { auditEventQueries } from './audit-events.queries';
import {
  auditEventCreate,
  auditEventListing,
  auditEventParams,
  auditEventResponse,
  auditEventUpdate,
} from './audit-events.schemas';

const tags = ['audit events'];
const withIncluded = auditEventResponse.extend(includedShape(auditEventIncludes));

export async function auditEventRoutes(app: App): Promise<void> {
  const queries = auditEventQueries(app.db);

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List audit events',
        querystring: listQuery(auditEvents, { ...auditEventListing, include: auditEventIncludes }),
        response: { 200: pageOf(withIncluded), ...problemResponses(400) },
      },
    },
    (request) => queries.list(request.query),
  );

  app.get(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Get an audit event',
        params: auditEventParams,
        querystring: includeQuery(auditEventIncludes),
        response: { 200: withIncluded, 304: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const auditEvent = await queries.find(request.params, include);
      if (!auditEvent) throw notFound('audit event');
      // The version is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, auditEvent._version)) {
        return reply.code(304).send();
      }
      return auditEvent;
    },
  );

  app.post(
    '/',
    {
      schema: {
        tags,
        summary: 'Create an audit event',
        body: auditEventCreate,
        response: { 201: auditEventResponse, ...problemResponses(400, 409, 422) },
      },
    },
    async (request, reply) => {
      const auditEvent = await retryTransient(() => queries.create(request.body), {
        log: request.log,
      });
      reply.code(201);
      reply.header('location', `${app.prefix}/${auditEvent.id}`);
      reply.header('etag', etag(auditEvent._version));
      return auditEvent;
    },
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Change an audit event',
        params: auditEventParams,
        body: auditEventUpdate,
        response: { 200: auditEventResponse, ...problemResponses(400, 404, 409, 412, 422) },
      },
    },
    async (request, reply) => {
      const { params, body, log } = request;
      const versions = expectedVersions(request);
      const auditEvent = await retryTransient(() => queries.update(params, body, versions), {
        log,
      });
      if (!auditEvent) {
        throw (await queries.find(params)) ? preconditionFailed() : notFound('audit event');
      }
      reply.header('etag', etag(auditEvent._version));
      return auditEvent;
    },
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Delete an audit event',
        params: auditEventParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409, 412) },
      },
    },
    async (request, reply) => {
      const { params, log } = request;
      const versions = expectedVersions(request);
      const removed = await retryTransient(() => queries.remove(params, versions), { log });
      if (!removed) {
        throw (await queries.find(params)) ? preconditionFailed() : notFound('audit event');
      }
      return reply.code(204).send();
    },
  );
}
