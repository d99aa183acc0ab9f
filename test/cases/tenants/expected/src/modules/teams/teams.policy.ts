import { ofTenant, policy } from '../../access/policy';
import { teams } from '../../db/schema';

/** Who may do what with teams. An admin of the service may do all of it, with all rows. */
export const teamPolicy = policy(ofTenant(teams.id), {
  list: 'member',
  read: 'member',
  create: 'admin',
  update: 'manager',
  delete: 'manager',
});
