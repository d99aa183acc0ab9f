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
import { documentListing, documentParams, documentResponse } from '../documents/documents.schemas';
import { userParams } from './users.schemas';

const tags = ['users'];
const columns = pickColumns(documents, documentResponse);
const ownerParams = z.object({ id: userParams.shape.id });
const linkParams = z.object({
  id: userParams.shape.id,
  documentId: documentParams.shape.id,
});

/** Which documents belong to a user: a row in document readers for each pair. */
export async function userDocumentsRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(user)
      .where(and(eq(user.id, sql.placeholder('owner')), isNull(user.deletedAt))),
  );
  const linked = app.db
    .select({ target: documentReaders.documentId })
    .from(documentReaders)
    .where(eq(documentReaders.readerId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: documents,
    columns,
    where: inArray(documents.id, linked),
  });
  const link = linkStatement(app.db, documentReaders, [
    documentReaders.readerId,
    documentReaders.documentId,
  ]);
  const unlink = deleteStatement(
    app.db,
    documentReaders,
    and(
      eq(documentReaders.readerId, sql.placeholder('owner')),
      eq(documentReaders.documentId, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('user');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the documents of a user',
        params: ownerParams,
        querystring: listQuery(documents, documentListing),
        response: { 200: pageOf(documentResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:documentId',
    {
      schema: {
        tags,
        summary: 'Add a document to a user',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, documentId: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { readerId: ownerKey, documentId: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:documentId',
    {
      schema: {
        tags,
        summary: 'Remove a document from a user',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, documentId: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('document');
      return reply.code(204).send();
    },
  );
}
