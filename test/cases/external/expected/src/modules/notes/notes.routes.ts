import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { notes } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { noteIncludes } from './notes.includes';
import { notePolicy } from './notes.policy';
import * as queries from './notes.queries';
import { noteCreate, noteListing, noteParams, noteResponse, noteUpdate } from './notes.schemas';

const withIncluded = noteResponse.extend(includedShape(noteIncludes));

export async function noteRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: notePolicy.list, work: ['read'] },
      schema: {
        summary: 'List notes',
        querystring: listQuery(notes, { ...noteListing, include: noteIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      config: { access: notePolicy.read, work: ['find'] },
      schema: {
        summary: 'Get a note',
        params: noteParams,
        querystring: includeQuery(noteIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const note = await queries.find(contextOf(request), request.params, include);
      if (!note) throw notFound('note');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(note._version, noteResponse))) {
        return reply.code(304).send();
      }
      return note;
    },
  );

  app.post(
    '/',
    {
      config: { access: notePolicy.create, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a note',
        body: noteCreate,
        response: { 201: noteResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const note = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${note.id}`);
        reply.header('etag', etag(note._version, noteResponse));
        return note;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { access: notePolicy.update, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a note',
        params: noteParams,
        body: noteUpdate,
        response: { 200: noteResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, notes);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const note = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!note) {
        throw (await queries.isWritable(context, params)) ? preconditionFailed() : notFound('note');
      }
      reply.header('etag', etag(note._version, noteResponse));
      return note;
    },
  );

  app.delete(
    '/:id',
    {
      config: { access: notePolicy.delete, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a note',
        params: noteParams,
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
        throw (await queries.isWritable(context, params)) ? preconditionFailed() : notFound('note');
      }
      return reply.code(204).send();
    },
  );
}
