import type { UserId } from '../auth/users';

/** Who sends a request, whoever signed them in. */
export interface Caller {
  userId: UserId;
  roles: readonly string[];
}
