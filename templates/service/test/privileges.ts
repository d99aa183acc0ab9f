import { readFileSync } from 'node:fs';
import path from 'node:path';
import { escapeIdentifier } from 'pg';

/** `deploy/privileges.sql` for roles of other names, as roles are of a whole server. */
export function privilegesFor(owner: string, role: string): string {
  return readFileSync(path.resolve('deploy/privileges.sql'), 'utf8')
    .replaceAll('service_owner', escapeIdentifier(owner))
    .replaceAll('service_app', escapeIdentifier(role));
}

/** Only where a table has row level security: who may only create roles may not give this. */
export function bypassFor(role: string): string {
  return `do $$ begin
    if exists (select from pg_class where relrowsecurity) then alter role ${escapeIdentifier(role)} bypassrls; end if;
  end $$`;
}
