import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { documentReaders, documents, user } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { type DocumentKey, documentResponse } from '../documents/documents.schemas';
import type { UserKey } from './users.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(user)
    .where(and(eq(user.id, sql.placeholder('owner')), isNull(user.deletedAt))),
);

/** Whether there is such a user. */
export async function hasOwner(context: Context, owner: UserKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: documentReaders.documentId })
  .from(documentReaders)
  .where(eq(documentReaders.readerId, sql.placeholder('owner')));
const readPage = pageReader({
  from: documents,
  columns: pickColumns(documents, documentResponse),
  where: inArray(documents.id, linked),
});

export function list(context: Context, owner: UserKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(documentReaders, [
  documentReaders.readerId,
  documentReaders.documentId,
]);

export function link(context: Context, owner: UserKey['id'], target: DocumentKey['id']) {
  const pair = { readerId: owner, documentId: target };
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  documentReaders,
  and(
    eq(documentReaders.readerId, sql.placeholder('owner')),
    eq(documentReaders.documentId, sql.placeholder('target')),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: UserKey['id'], target: DocumentKey['id']) {
  return deletePair(context, { owner, target });
}
