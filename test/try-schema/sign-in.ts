import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mailedTo } from '../support/mail.ts';
import { outsideEnv, run, type Ran } from '../support/outside.ts';
import type { RunningService } from '../support/running-service.ts';

const EMAIL = 'the.admin@example.com';
const PASSWORD = 'correct horse of the admin';

/** Factories count from 1, and so did the seed: so many profiles that the last has unique values which nobody has. */
const PROFILES = 200;

/**
 * Becomes an admin of a running service on the ways that are there for it: registers, follows the link in the mail, is
 * given the role by the command, and logs in.
 *
 * @param folder the service's, where it was built and its mails are written
 * @returns the headers of a request that is signed in
 * @throws when one of these answers otherwise than it should
 */
export async function signInAsAdmin(
  service: RunningService,
  folder: string,
): Promise<Record<string, string>> {
  const { admin, profiles } = await fromService(service, folder);
  await register(service, profiles);
  const token = await mailedTo(folder, EMAIL);
  await post(service, 'verify-email', { token, password: PASSWORD }, 204);
  await inService(service, folder, ['node', 'dist/account.js', 'role', EMAIL, admin]);
  const body = { email: EMAIL, password: PASSWORD, client: 'api' };
  const { accessToken } = JSON.parse(await post(service, 'login', body, 200));
  return { authorization: `Bearer ${accessToken}` };
}

interface FromService {
  /** What its admins are called: where its schema has a column for roles, an enum may say something else than `admin`. */
  admin: string;
  /** What people say of themselves when they register, as its own tests make it up for this users table. */
  profiles: unknown[];
}

async function fromService(service: RunningService, folder: string): Promise<FromService> {
  const from = (file: string) => JSON.stringify(pathToFileURL(join(folder, file)).href);
  const program = `
    import { profile } from ${from('test/auth/user.ts')};
    import { ADMIN } from ${from('src/auth/roles.ts')};
    import { createDatabase } from ${from('src/db/client.ts')};
    import { loadConfig } from ${from('src/config/index.ts')};
    console.log(JSON.stringify(ADMIN));
    const { db, close } = createDatabase(loadConfig(process.env).database);
    for (let i = 0; i < ${PROFILES}; i += 1) {
      // Rows that it must refer to are made, and some of them are there already.
      const made = await profile(db).catch(() => undefined);
      if (made) console.log(JSON.stringify(made));
    }
    await close();`;
  const args = ['tsx', '--input-type=module', '--eval', program];
  const { stdout } = await inService(service, folder, args as [string, ...string[]]);
  const lines = [...new Set(stdout.split('\n'))].filter(Boolean);
  const [admin, ...profiles] = lines.map((line) => JSON.parse(line));
  return { admin, profiles };
}

async function register(service: RunningService, known: unknown[]): Promise<void> {
  let answer = 'there is no profile to register with';
  for (const profile of known.toReversed()) {
    const body = { email: EMAIL, password: PASSWORD, profile };
    const response = await send(service, 'register', body);
    if (response.status === 202) return;
    answer = `${response.status} ${await response.text()}`;
    if (response.status !== 409) break;
  }
  throw new Error(`POST /v1/auth/register: ${answer}`);
}

async function post(
  service: RunningService,
  route: string,
  body: object,
  status: number,
): Promise<string> {
  const response = await send(service, route, body);
  const text = await response.text();
  if (response.status === status) return text;
  throw new Error(`POST /v1/auth/${route}: ${response.status} ${text}`);
}

function send({ origin }: RunningService, route: string, body: object): Promise<Response> {
  return fetch(`${origin}/v1/auth/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function inService(
  { databaseUrl }: RunningService,
  folder: string,
  command: [string, ...string[]],
): Promise<Ran> {
  const path = [join(folder, 'node_modules', '.bin')];
  const ran = await run(command, {
    cwd: folder,
    env: outsideEnv({ DATABASE_URL: databaseUrl }, path),
  });
  if (ran.exitCode === 0) return ran;
  throw new Error(`${command[0]} in the service: ${ran.stdout}\n${ran.stderr}`);
}
