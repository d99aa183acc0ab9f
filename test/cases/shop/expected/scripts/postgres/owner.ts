import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The user that Postgres runs as. Postgres refuses to run as root. */
export interface Owner {
  uid: number;
  gid: number;
}

/** @returns undefined for an ordinary user, who runs Postgres as themselves; for root, a user without any rights */
export function postgresOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'Postgres can not run as root, and there is no user postgres or nobody to run it as. Use another user, or set DATABASE_URL.',
  );
}

/** Whether the owner gets to the path: a project under a home that only root may enter is out of its reach. */
export function canReach(owner: Owner | undefined, path: string): boolean {
  if (!owner) return true;
  const test = spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', path], {
    ...owner,
    cwd: '/',
  });
  return test.status === 0;
}
