import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { documentReaders, documents, user } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { conflict } from '../../http/problem';
import { type UserKey, userResponse } from '../users/users.schemas';
import type { DocumentKey } from './documents.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(documents)
    .where(eq(documents.id, sql.placeholder('owner'))),
);

/** Whether there is such a document. */
export async function hasOwner(context: Context, owner: DocumentKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: documentReaders.readerId })
  .from(documentReaders)
  .where(eq(documentReaders.documentId, sql.placeholder('owner')));
const readPage = pageReader({
  from: user,
  columns: pickColumns(user, userResponse),
  where: and(inArray(user.id, linked), isNull(user.deletedAt)),
});

export function list(context: Context, owner: DocumentKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(documentReaders, [
  documentReaders.documentId,
  documentReaders.readerId,
]);
const selectTarget = prepared(
  builder
    .select({ found: sql`1` })
    .from(user)
    .where(and(eq(user.id, sql.placeholder('target')), isNull(user.deletedAt))),
);

/** @throws {Problem} 409 for a user that is deleted: it is as if there were none */
export async function link(context: Context, owner: DocumentKey['id'], target: UserKey['id']) {
  if ((await selectTarget(context, { target })).length === 0) {
    throw conflict('It refers to something that does not exist.');
  }
  return insertPair(context, { documentId: owner, readerId: target });
}

const deletePair = deleteStatement(
  documentReaders,
  and(
    eq(documentReaders.documentId, sql.placeholder('owner')),
    eq(documentReaders.readerId, sql.placeholder('target')),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: DocumentKey['id'], target: UserKey['id']) {
  return deletePair(context, { owner, target });
}
