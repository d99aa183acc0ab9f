import { buildApp } from '../../src/app';
import { loadConfig } from '../../src/config';
import { createDatabase } from '../../src/db/client';

// A process of its own. If told so, it is killed when a refresh has been committed and is not yet answered.
const config = loadConfig(process.env);
const app = await buildApp({ config, database: createDatabase(config.database) });
if (process.env['DIES_BEFORE_ANSWER'] === 'true') {
  app.auth.access.issue = () => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => {});
  };
}
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.(app.server.address());
// Ends with the test run, however that ends.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
