import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { documentReaders, documents, user } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
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

/** What may be linked only if it is not deleted. */
const references = [reference({ readerId: user.id }, isNull(user.deletedAt))];

const insertPair = linkStatement(documentReaders, [
  documentReaders.documentId,
  documentReaders.readerId,
]);

export async function link(context: Context, owner: DocumentKey['id'], target: UserKey['id']) {
  const pair = { documentId: owner, readerId: target };
  await requireReferences(context, references, pair);
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  documentReaders,
  and(
    eq(documentReaders.documentId, sql.placeholder('owner')),
    eq(documentReaders.readerId, sql.placeholder('target')),
    inArray(
      documentReaders.readerId,
      builder.select({ key: user.id }).from(user).where(isNull(user.deletedAt)),
    ),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: DocumentKey['id'], target: UserKey['id']) {
  return deletePair(context, { owner, target });
}
