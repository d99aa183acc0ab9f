import { ofTenant, policy } from '../../access/policy';
import { boards } from '../../db/schema';

/** Who may do what with boards. An admin of the service may do all of it, with all rows. */
export const boardPolicy = policy(ofTenant(boards.teamId), {
  list: 'member',
  read: 'member',
  create: 'member',
  update: 'member',
  delete: 'manager',
});
