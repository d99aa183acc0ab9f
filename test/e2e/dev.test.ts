import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChild, stopChild } from '../support/children.ts';
import { outsideEnv } from '../support/outside.ts';
import { processesWith } from '../support/processes.ts';
import { freePort } from '../support/running-service.ts';
import { createService, removeServices, servicesFolder } from './service.ts';

let parent: string;
let folder: string;

beforeAll(async () => {
  parent = servicesFolder('dev');
  folder = await createService(parent, 'blog', ['--example', 'blog']);
});

afterAll(() => removeServices(parent));

/** To the group, as Ctrl-C in a terminal; to npm alone, as from a process manager or an editor. */
it.each([
  ['on Ctrl-C', 'SIGINT', -1],
  ['when npm alone is told to', 'SIGTERM', 1],
] as const)('`npm run dev` ends with all that it started, %s', async (_, signal, sign) => {
  const port = String(await freePort());
  const dev = startChild(['npm', 'run', 'dev'], { cwd: folder, env: outsideEnv({ PORT: port }) });
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/livez`).then(
      ({ status }) => status,
      () => 0,
    );
  try {
    await expect.poll(answers).toBe(200);
    process.kill(sign * dev.pid, signal);
    await expect.poll(() => processesWith(folder)).toEqual([]);
    expect(await answers()).toBe(0);
  } finally {
    await stopChild(dev);
  }
});
