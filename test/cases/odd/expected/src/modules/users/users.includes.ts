import { eq, isNull } from 'drizzle-orm';
import { many, one } from '../../db/includes';
import { documentReaders, documents, order, user } from '../../db/schema';
import { userResponse } from './users.schemas';
import { documentResponse } from '../documents/documents.schemas';
import { orderResponse } from '../orders/orders.schemas';

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
    to: [order.createdBy],
    target: order,
    response: orderResponse,
    order: [order.userId, order.placedAt],
  }),
  ordersByApprovedBy: many({
    from: ['id'],
    to: [order.approvedBy],
    target: order,
    response: orderResponse,
    order: [order.userId, order.placedAt],
  }),
  ordersByUser: many({
    from: ['id'],
    to: [order.userId],
    target: order,
    response: orderResponse,
    order: [order.userId, order.placedAt],
  }),
  reports: many({
    from: ['id'],
    to: [user.managerId],
    target: user,
    response: userResponse,
    order: [user.id],
    where: isNull(user.deletedAt),
  }),
  linkedDocuments: many({
    from: ['id'],
    to: [documentReaders.readerId],
    target: documents,
    response: documentResponse,
    order: [documents.id],
    through: { table: documentReaders, on: eq(documentReaders.documentId, documents.id) },
  }),
};
