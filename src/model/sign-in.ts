import pluralize from 'pluralize';
import type { Table } from '../schema/table.ts';
import { splitWords } from '../words.ts';
import { namesOf } from './names.ts';

const NAME = new RegExp(
  `^(${[
    '(email |phone )?verification( (token|code|request))?',
    'authenticator|passkey|two factor|jwk|magic link|apikey',
    '(email |password |user |auth )*(password reset|reset password|refresh|session|auth)( token)?',
    'device( auth)? code',
    '(otp|email|phone|sms|login|sign in|auth|mfa|passkey|webauthn|verification) challenge',
    '(otp|login|sign in|mfa) code|((email|phone|sms) )?otp',
    // Whoever writes these decides who is let in.
    '(sso|saml|scim|oidc)( (provider|connection|config|configuration))?',
  ].join('|')})$`,
);

/** What proves something, and for how long, or of whom: a session of a course has none of it. */
const PROOF =
  /\b(token|secret|identifier|value|code|key|hash|hashed|credential|challenge|expires?|expiry|expiration|not after|user agent|ip( address)?|provider|issuer|oidc|saml)\b/;

/** Whether a table is called like one that holds somebody's sign-in, or is a provider's account. */
export function isCalledSignIn(table: Table): boolean {
  const name = oneOf(table);
  return NAME.test(name) || /\boauth\b/.test(name) || isProviderAccount(table, name);
}

/**
 * Whether a table holds somebody's sign-in as a library keeps it (better-auth, Auth.js, Lucia, ...): its name says so, and a
 * column that proves something.
 */
export function holdsSignIn(table: Table): boolean {
  return isCalledSignIn(table) && table.columns.some(({ key }) => PROOF.test(words(key)));
}

/** better-auth's and Auth.js's `account`, Supabase's `identity`: how a person signs in with somebody else. */
function isProviderAccount({ columns }: Table, name: string): boolean {
  const has = (pattern: RegExp) => columns.some(({ key }) => pattern.test(words(key)));
  if (/\bidentity$/.test(name)) return has(/^provider$/) && has(/^(provider|external)( user)? id$/);
  return /\baccount$/.test(name) && has(/^provider( id)?$/) && has(/^(provider )?account id$/);
}

/** What one row of a table is called, in words. */
export function oneOf(table: Table): string {
  const parts = splitWords(namesOf(table).humanOne);
  return [...parts.slice(0, -1), pluralize.singular(parts.at(-1) ?? '')].join(' ');
}

const words = (key: string) => splitWords(key).join(' ');
