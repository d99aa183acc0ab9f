import { desc, eq, isNull } from 'drizzle-orm';
import { archived, documentReaders, user } from '../../db/schema';
import { many, one } from '../../http/includes';
import { userResponse } from '../users/users.schemas';
import { archivedResponse } from '../archiveds/archiveds.schemas';

/** What `include` may bring along with documents. Each name costs one query, however many rows there are. */
export const documentIncludes = {
  owner: one({
    from: ['ownerId'],
    to: [user.id],
    target: user,
    response: userResponse,
    where: isNull(user.deletedAt),
  }),
  archiveds: many({
    from: ['id'],
    to: [archived.documentId],
    target: archived,
    response: archivedResponse,
    order: [archived.id],
  }),
  users: many({
    from: ['id'],
    to: [documentReaders.documentId],
    target: user,
    response: userResponse,
    order: [desc(user.createdAt), desc(user.id)],
    list: '/v1/documents/{}/users',
    through: { table: documentReaders, on: eq(documentReaders.readerId, user.id) },
    where: isNull(user.deletedAt),
  }),
};
