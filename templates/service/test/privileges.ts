import { readFileSync } from 'node:fs';
import path from 'node:path';
import { escapeIdentifier } from 'pg';

/** `deploy/privileges.sql` for roles of other names, as roles are of a whole server. */
export function privilegesFor(owner: string, role: string): string {
  return readFileSync(path.resolve('deploy/privileges.sql'), 'utf8')
    .replaceAll('service_owner', escapeIdentifier(owner))
    .replaceAll('service_app', escapeIdentifier(role));
}
