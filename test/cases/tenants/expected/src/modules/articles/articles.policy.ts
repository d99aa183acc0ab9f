import { ownedBy, policy } from '../../access/policy';
import { articles } from '../../db/schema';

/** Who may do what with articles. An admin of the service may do all of it, with all rows. */
export const articlePolicy = policy(ownedBy(articles.authorId), {
  list: 'public',
  read: 'public',
  create: 'owner',
  update: 'owner',
  delete: 'owner',
});
