import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { lessons } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { lessonIncludes } from './lessons.includes';
import * as queries from './lessons.queries';
import {
  lessonCreate,
  lessonListing,
  lessonParams,
  lessonResponse,
  lessonUpdate,
} from './lessons.schemas';

const withIncluded = lessonResponse.extend(includedShape(lessonIncludes));

export async function lessonRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List lessons',
        querystring: listQuery(lessons, { ...lessonListing, include: lessonIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:branch/:id',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a lesson',
        params: lessonParams,
        querystring: includeQuery(lessonIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const lesson = await queries.find(contextOf(request), request.params, include);
      if (!lesson) throw notFound('lesson');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(lesson._version, lessonResponse))) {
        return reply.code(304).send();
      }
      return lesson;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a lesson',
        body: lessonCreate,
        response: { 201: lessonResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const lesson = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${encodeURIComponent(lesson.branch)}/${lesson.id}`);
        reply.header('etag', etag(lesson._version, lessonResponse));
        return lesson;
      }),
  );

  app.patch(
    '/:branch/:id',
    {
      config: { queries: 4, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a lesson',
        params: lessonParams,
        body: lessonUpdate,
        response: { 200: lessonResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, lessons);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const lesson = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!lesson) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('lesson');
      }
      reply.header('etag', etag(lesson._version, lessonResponse));
      return lesson;
    },
  );

  app.delete(
    '/:branch/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a lesson',
        params: lessonParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('lesson');
      }
      return reply.code(204).send();
    },
  );
}
