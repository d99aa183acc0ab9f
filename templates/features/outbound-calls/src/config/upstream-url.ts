import { z } from 'zod';
import { type Environment, isLocal } from './environments';

const url = z
  .string({ error: 'is required' })
  .refine(isBase, {
    error: 'must be an http: or https: URL without user, password, query and fragment',
  })
  .transform((value) => value.replace(/\/+$/, ''));

/** Where another service is. On a developer's machine, where there may be none, nothing has to be said. */
export function upstreamUrl(environment: Environment) {
  return isLocal(environment) ? url.default('http://localhost:4000') : url;
}

/** What a header can carry: anything else would fail each call, and not the start. */
export const upstreamToken = z
  .string()
  .regex(/^[\x21-\x7e]+$/, { error: 'must be visible ASCII characters, without spaces' });

/** Secrets in a URL get into logs, and a path is put behind it. */
function isBase(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return (
    /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '')
  );
}
