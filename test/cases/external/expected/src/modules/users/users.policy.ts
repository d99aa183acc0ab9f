import { ownedBy, policy } from '../../access/policy';
import { users } from '../../db/schema';

/** Who may do what with users. An admin of the service may do all of it, with all rows. */
export const userPolicy = policy(ownedBy(users.id), {
  list: 'owner',
  read: 'owner',
  create: 'admin',
  update: 'owner',
  delete: 'admin',
});
