import { ownedBy, policy } from '../../access/policy';
import { members } from '../../db/schema';

/** Who may do what with members. An admin of the service may do all of it, with all rows. */
export const memberPolicy = policy(ownedBy(members.id), {
  list: 'owner',
  read: 'owner',
  create: 'admin',
  update: 'owner',
  delete: 'admin',
});
