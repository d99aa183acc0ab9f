import { Problem } from '../http/problem';
import type { Caller } from './caller';

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
export function unauthorized(detail: string): Problem {
  return new Problem(401, { detail, headers: { 'www-authenticate': 'Bearer' } });
}

/** Why it is not theirs to do: nobody knows who they are, or it is known. */
export function refusedTo(caller: Caller | null): Problem {
  if (!caller) return unauthorized('Sign in first.');
  return new Problem(403, {
    detail:
      'Your role does not allow it, or the request names no tenant of yours in the header Tenant-Id.',
  });
}
