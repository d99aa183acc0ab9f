import { nobodys, policy } from '../../access/policy';

/** Who may do what with transfers. An admin of the service may do all of it, with all rows. */
export const transferPolicy = policy(nobodys, {
  list: 'admin',
  read: 'admin',
  create: 'admin',
  update: 'admin',
  delete: 'admin',
});
