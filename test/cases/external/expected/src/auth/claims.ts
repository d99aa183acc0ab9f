import type { JWTPayload } from 'jose';
import { type Role, roles } from './roles';

// What the service takes from a token that was checked. Change it here when the issuer says it differently.

/** Who it is at the issuer: never changed, and never given to somebody else. */
export const subjectOf = (claims: JWTPayload): unknown => claims.sub;

/**
 * Roles of the service. What is in no list of `roles.ts` is none. Only a claim that people can not set themselves may stand here:
 *
 * - Auth0: a claim of your own, added by an Action: `claims['https://api.example.com/roles']`, or `claims['permissions']`
 * - Keycloak: `claims['realm_access']?.roles`, or of one client `claims['resource_access']?.['my-client']?.roles`
 * - Supabase: `claims['app_metadata']?.roles`; never `user_metadata`, which everybody writes for themselves
 * - Clerk: `claims['metadata']?.roles`, with `{ "metadata": "{{user.public_metadata}}" }` in the JWT template
 * - better-auth: `claims['role']`, with `definePayload` of its jwt plugin; several are separated by commas
 */
export function rolesOf(claims: JWTPayload): Role[] {
  const given = listOf(claims['roles'] ?? claims['role']);
  return roles.filter((role) => role === 'user' || given.includes(role));
}

/** A list, or a text in which they are separated by spaces or commas. */
function listOf(claim: unknown): unknown[] {
  if (Array.isArray(claim)) return claim;
  return typeof claim === 'string' ? claim.split(/[\s,]+/) : [];
}

/**
 * Columns of a new user's row; a token that lacks one which a row needs makes none. An address that nobody verified is none.
 */
export const profileOf = (claims: JWTPayload) => ({
  email: claims['email_verified'] === false ? undefined : claims['email'],
  name: claims['name'],
});
