import { ownedBy, policy } from '../../access/policy';
import { notes } from '../../db/schema';

/** Who may do what with notes. An admin of the service may do all of it, with all rows. */
export const notePolicy = policy(ownedBy(notes.userId), {
  list: 'owner',
  read: 'owner',
  create: 'owner',
  update: 'owner',
  delete: 'owner',
});
