import { z } from 'zod';
import type { Context } from '../../db/context';
import { documents } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { documentListing, documentParams, documentResponse } from '../documents/documents.schemas';
import * as queries from './users.documents.queries';
import { type UserKey, userParams } from './users.schemas';

const ownerParams = z.object({ id: userParams.shape.id });
const linkParams = z.object({
  id: userParams.shape.id,
  documentId: documentParams.shape.id,
});

/** Which documents belong to a user: a row in document readers for each pair. */
export async function userDocumentsRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the documents of a user',
        params: ownerParams,
        querystring: listQuery(documents, documentListing),
        response: { 200: pageOf(documentResponse) },
      },
    },
    async (request) => {
      const { id: owner } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      return queries.list(context, owner, request.query);
    },
  );

  app.put(
    '/:documentId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Add a document to a user',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, documentId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:documentId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a document from a user',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, documentId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('document');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: UserKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('user');
}
