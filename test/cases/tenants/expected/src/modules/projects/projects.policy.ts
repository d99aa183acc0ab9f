import { ofTenant, policy } from '../../access/policy';
import { projects } from '../../db/schema';

/** Who may do what with projects. An admin of the service may do all of it, with all rows. */
export const projectPolicy = policy(ofTenant(projects.teamId), {
  list: 'member',
  read: 'member',
  create: 'member',
  update: 'member',
  delete: 'manager',
});
