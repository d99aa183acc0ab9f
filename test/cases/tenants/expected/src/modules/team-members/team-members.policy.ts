import { ofTenant, policy } from '../../access/policy';
import { teamMembers } from '../../db/schema';

/** Who may do what with team members. An admin of the service may do all of it, with all rows. */
export const teamMemberPolicy = policy(ofTenant(teamMembers.teamId), {
  list: 'member',
  read: 'member',
  create: 'manager',
  update: 'manager',
  delete: 'manager',
});
