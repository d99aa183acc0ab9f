import { nobodys, policy } from '../../access/policy';

/** Who may do what with tags. An admin of the service may do all of it, with all rows. */
export const tagPolicy = policy(nobodys, {
  list: 'signedIn',
  read: 'signedIn',
  create: 'admin',
  update: 'admin',
  delete: 'admin',
});
