import { ownedBy, policy } from '../../access/policy';
import { profiles as profilesTable } from '../../db/schema';

/** Who may do what with profiles. An admin of the service may do all of it, with all rows. */
export const profilePolicy = policy(ownedBy(profilesTable.memberId), {
  list: 'owner',
  read: 'owner',
  create: 'owner',
  update: 'owner',
  delete: 'owner',
});
