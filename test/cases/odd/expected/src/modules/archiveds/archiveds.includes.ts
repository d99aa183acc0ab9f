import { documents } from '../../db/schema';
import { one } from '../../http/includes';
import { documentResponse } from '../documents/documents.schemas';

/** What `include` may bring along with archiveds. Each name costs one query, however many rows there are. */
export const archivedIncludes = {
  document: one({
    from: ['documentId'],
    to: [documents.id],
    target: documents,
    response: documentResponse,
  }),
};
