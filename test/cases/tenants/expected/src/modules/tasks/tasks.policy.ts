import { policy, through } from '../../access/policy';
import { projects, tasks } from '../../db/schema';
import { projectPolicy } from '../projects/projects.policy';

/** Who may do what with tasks. An admin of the service may do all of it, with all rows. */
export const taskPolicy = policy(through(tasks.projectId, projects.id, projectPolicy), {
  list: 'member',
  read: 'member',
  create: 'member',
  update: 'member',
  delete: 'member',
});
