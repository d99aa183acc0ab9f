import { z } from 'zod';
import { once } from '../../idempotency';
import { auditEvents } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, isFresh } from '../../http/preconditions';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { auditEventIncludes } from './audit-events.includes';
import * as queries from './audit-events.queries';
import {
  auditEventCreate,
  auditEventListing,
  auditEventParams,
  auditEventResponse,
} from './audit-events.schemas';

const withIncluded = auditEventResponse.extend(includedShape(auditEventIncludes));

/** Append-only: an audit event is added and read, and never changed or deleted. */
export async function auditEventRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List audit events',
        querystring: listQuery(auditEvents, { ...auditEventListing, include: auditEventIncludes }),
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
        summary: 'Get an audit event',
        params: auditEventParams,
        querystring: includeQuery(auditEventIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const auditEvent = await queries.find(contextOf(request), request.params, include);
      if (!auditEvent) throw notFound('audit event');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(auditEvent._version, auditEventResponse))
      ) {
        return reply.code(304).send();
      }
      return auditEvent;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create an audit event',
        body: auditEventCreate,
        response: { 201: auditEventResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const auditEvent = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${auditEvent.id}`);
        reply.header('etag', etag(auditEvent._version, auditEventResponse));
        return auditEvent;
      }),
  );
}
