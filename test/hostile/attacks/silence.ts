import { silentProxy } from '../../../templates/service/test/silent-proxy.ts';
import { start, statusOf } from '../service.ts';
import { type Attack, timed } from './attack.ts';

const DEADLINE = 2000;
const SHUTDOWN = 4000;

/** A database that says nothing any more, without closing a connection. */
export const silence: Attack = async (built) => {
  const proxy = await silentProxy(built.databaseUrl);
  const service = await start(
    { folder: built.folder, databaseUrl: proxy.url },
    { REQUEST_DEADLINE_MS: String(DEADLINE), SHUTDOWN_TIMEOUT_MS: String(SHUTDOWN) },
  );
  const list = `${service.origin}/v1/products`;
  try {
    await Promise.all(Array.from({ length: 20 }, () => statusOf(list)));
    proxy.fallSilent();
    const asked = await timed(() => Promise.all(Array.from({ length: 20 }, () => statusOf(list))));
    const ready = await statusOf(`${service.origin}/readyz`);
    const live = await statusOf(`${service.origin}/livez`);
    proxy.speak();
    const back = await timed(async () => {
      while ((await statusOf(list)) !== 200);
    });
    proxy.fallSilent();
    const last = statusOf(list);
    const end = await timed(async () => {
      process.kill(service.child.pid, 'SIGTERM');
      return service.child.exited;
    });
    await last;
    return [
      {
        promise: 'a silent database is a 503 by the deadline of a request',
        kept: asked.result.every((status) => status === 503) && asked.ms < DEADLINE + 3000,
        seen: `${[...new Set(asked.result)].join()} within ${asked.ms} ms`,
      },
      {
        promise: 'it is not ready meanwhile, and alive',
        kept: ready === 503 && live === 200,
        seen: `/readyz ${ready}, /livez ${live}`,
      },
      {
        promise: 'it serves again once the database speaks',
        kept: back.ms < 15_000,
        seen: `${back.ms} ms`,
      },
      {
        promise: 'it ends within its bound while the database is silent',
        kept: end.ms < SHUTDOWN + 2000,
        seen: `exit code ${end.result} after ${end.ms} ms`,
      },
    ];
  } finally {
    await service.stop();
    proxy.close();
  }
};
