import { buildApp } from '../../src/app';
import { loadConfig } from '../../src/config';
import { createDatabase } from '../../src/db/client';
import type { Module } from '../../src/http/types';
import { thingsModule } from './things';

// A process of its own, which is killed where the test says: as if it had run out of memory there.

const diesAt = process.env['DIES'];

async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

const things = thingsModule(async () => {
  if (diesAt === 'before the commit') await die();
});
const module: Module = {
  ...things,
  routes: async (app) => {
    if (diesAt === 'before the answer') app.addHook('onSend', die);
    await things.routes(app);
  },
};
const config = loadConfig(process.env);
const app = await buildApp({
  config,
  database: createDatabase(config.database),
  modules: [module],
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.(app.server.address());
// Ends with the test run, however that ends.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
