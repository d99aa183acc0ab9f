import { desc, eq, isNull } from 'drizzle-orm';
import { documentReaders, documents, order as orderTable, user } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { userListing, userResponse } from './users.schemas';
import { documentResponse } from '../documents/documents.schemas';
import { orderListing, orderResponse } from '../orders/orders.schemas';

/** What `include` may bring along with users. Each name costs one query, however many rows there are. */
export const userIncludes = {
  manager: one({
    from: ['managerId'],
    to: [user.id],
    target: user,
    response: userResponse,
    where: isNull(user.deletedAt),
  }),
  documentsByOwner: many({
    from: ['id'],
    to: [documents.ownerId],
    target: documents,
    response: documentResponse,
    order: [documents.id],
  }),
  ordersByCreatedBy: many({
    from: ['id'],
    to: [orderTable.createdBy],
    target: orderTable,
    response: orderResponse,
    order: [orderTable.userId, orderTable.placedAt],
  }),
  ordersByApprovedBy: many({
    from: ['id'],
    to: [orderTable.approvedBy],
    target: orderTable,
    response: orderResponse,
    order: [orderTable.userId, orderTable.placedAt],
  }),
  ordersByUser: many({
    from: ['id'],
    to: [orderTable.userId],
    target: orderTable,
    response: orderResponse,
    order: [orderTable.userId, orderTable.placedAt],
    list: filteredList('/v1/orders', orderListing, ['userId']),
  }),
  reports: many({
    from: ['id'],
    to: [user.managerId],
    target: user,
    response: userResponse,
    order: [desc(user.createdAt), desc(user.id)],
    list: filteredList('/v1/users', userListing, ['managerId']),
    where: isNull(user.deletedAt),
  }),
  linkedDocuments: many({
    from: ['id'],
    to: [documentReaders.readerId],
    target: documents,
    response: documentResponse,
    order: [documents.id],
    list: '/v1/users/{}/documents',
    through: { table: documentReaders, on: eq(documentReaders.documentId, documents.id) },
  }),
};
