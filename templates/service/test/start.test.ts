import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../scripts/bundle';
import { testDatabaseUrl } from './database';

// As it is built for production.
const folder = mkdtempSync(path.resolve('node_modules', '.start-'));

beforeAll(() => bundle(['src/main.ts'], folder));

afterAll(() => rmSync(folder, { recursive: true }));

/** @returns how the process ended, and what it said to people */
async function start(env: NodeJS.ProcessEnv): Promise<{ code: number | null; stderr: string }> {
  const DATABASE_URL = await testDatabaseUrl();
  return new Promise((resolve) => {
    const child = run({ DATABASE_URL, ...env }, (stderr) => {
      resolve({ code: child.exitCode, stderr });
    });
  });
}

function run(env: NodeJS.ProcessEnv, ended: (stderr: string) => void): ChildProcess {
  const options = { env: { ...process.env, APP_ENV: 'test', PORT: '0', ...env } };
  return execFile(process.execPath, [path.join(folder, 'main.js')], options, (...output) =>
    ended(output[2]),
  );
}

test('a service whose database has no known address starts, and says where to look', async () => {
  const DATABASE_URL = 'postgres://user:password@no..name/service';
  const child = run({ DATABASE_URL, HOST: '127.0.0.1', LOG_LEVEL: 'error' }, () => {});
  let said = '';
  for await (const bytes of child.stdout ?? []) {
    said += String(bytes);
    if (said.includes('the database is not ready')) child.kill();
  }
  expect(said).toContain('No machine is called no..name: look for a slip in DATABASE_URL.');
});

test('an address that this machine does not have is a named mistake', async () => {
  const { code, stderr } = await start({ HOST: 'no..name' });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^The configuration is not valid:\n {2}HOST, PORT: nothing can listen on no\.\.name:0: .+\n$/,
  );
});

test('so is a port that another process has', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { code, stderr } = await start({ HOST: '127.0.0.1', PORT: String(port) });
  taken.close();
  expect(code).toBe(1);
  expect(stderr).toContain(`HOST, PORT: nothing can listen on 127.0.0.1:${port}: `);
  expect(stderr).not.toContain('    at ');
});
