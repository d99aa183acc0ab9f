import { z } from 'zod';
import type { Context } from '../../db/context';
import { user } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { userListing, userParams, userResponse } from '../users/users.schemas';
import * as queries from './documents.users.queries';
import { type DocumentKey, documentParams } from './documents.schemas';

const ownerParams = z.object({ id: documentParams.shape.id });
const linkParams = z.object({
  id: documentParams.shape.id,
  userId: userParams.shape.id,
});

/** Which users belong to a document: a row in document readers for each pair. */
export async function documentUsersRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the users of a document',
        params: ownerParams,
        querystring: listQuery(user, userListing),
        response: { 200: pageOf(userResponse) },
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
    '/:userId',
    {
      config: { queries: 3, work: ['find', 'write'] },
      schema: {
        summary: 'Add a user to a document',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, userId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:userId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a user from a document',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, userId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('user');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: DocumentKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('document');
}
