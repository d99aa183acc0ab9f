import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { App } from '../../src/http/types';
import { testDatabaseUrl } from '../database';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A process of the service over HTTP. */
export interface Service {
  post: (url: string, body?: object, accessToken?: string) => Promise<Answer>;
  get: (url: string, accessToken?: string) => Promise<Answer>;
}

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- as JSON.parse gives it
  body: any;
}

/** Starts a process on the test file's database; it ends with the file. */
export async function startProcess(env: NodeJS.ProcessEnv = {}): Promise<Service> {
  const child = fork(SERVER, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, APP_ENV: 'test', DATABASE_URL: await testDatabaseUrl(), ...env },
  });
  children.push(child);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return at(`http://127.0.0.1:${port}`);
}

/** Lets an app of this process listen. */
export async function listen(app: App): Promise<Service> {
  return at(await app.listen({ host: '127.0.0.1', port: 0 }));
}

function at(base: string): Service {
  async function send(method: string, url: string, accessToken?: string, body?: object) {
    const response = await fetch(`${base}${url}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  return {
    post: (url, body, accessToken) => send('POST', url, accessToken, body),
    get: (url, accessToken) => send('GET', url, accessToken),
  };
}
