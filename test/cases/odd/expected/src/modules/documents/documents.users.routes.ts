import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { pickColumns } from '../../db/columns';
import { prepared } from '../../db/prepared';
import { documentReaders, documents, user } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import { retryTransient } from '../../db/retry';
import { listQuery, pageOf } from '../../http/list';
import { pageReader } from '../../http/page';
import { notFound } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { userListing, userParams, userResponse } from '../users/users.schemas';
import { documentParams } from './documents.schemas';

const tags = ['documents'];
const columns = pickColumns(user, userResponse);
const ownerParams = z.object({ id: documentParams.shape.id });
const linkParams = z.object({
  id: documentParams.shape.id,
  userId: userParams.shape.id,
});

/** Which users belong to a document: a row in document readers for each pair. */
export async function documentUsersRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(documents)
      .where(eq(documents.id, sql.placeholder('owner'))),
  );
  const linked = app.db
    .select({ target: documentReaders.readerId })
    .from(documentReaders)
    .where(eq(documentReaders.documentId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: user,
    columns,
    where: and(inArray(user.id, linked), isNull(user.deletedAt)),
  });
  const link = linkStatement(app.db, documentReaders, [
    documentReaders.documentId,
    documentReaders.readerId,
  ]);
  const unlink = deleteStatement(
    app.db,
    documentReaders,
    and(
      eq(documentReaders.documentId, sql.placeholder('owner')),
      eq(documentReaders.readerId, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('document');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the users of a document',
        params: ownerParams,
        querystring: listQuery(user, userListing),
        response: { 200: pageOf(userResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:userId',
    {
      schema: {
        tags,
        summary: 'Add a user to a document',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, userId: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { documentId: ownerKey, readerId: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:userId',
    {
      schema: {
        tags,
        summary: 'Remove a user from a document',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, userId: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('user');
      return reply.code(204).send();
    },
  );
}
