import type { Pool } from 'pg';
import type { Config } from '../config';
import type { App } from '../http/types';

/**
 * Records what requests do and sends it to a collector, where one is configured; otherwise nothing is loaded and nothing measured.
 *
 * Call it behind what refuses requests in a rush, and before routes are registered.
 */
export async function registerTracing(
  app: App,
  pool: Pool,
  { tracing, environment }: Pick<Config, 'tracing' | 'environment'>,
): Promise<void> {
  const { endpoint } = tracing;
  if (endpoint === undefined) return;
  // Only here, because it takes its time to load.
  const { startRecording } = await import('./recording');
  const { traceRequests } = await import('./requests');
  const { traceQueries } = await import('./queries');
  const { tracer, stop } = startRecording({ ...tracing, endpoint, environment }, app.log);
  traceRequests(app, tracer);
  traceQueries(pool, tracer);
  const { traceCalls } = await import('./calls');
  const forget = traceCalls(tracer);
  app.addHook('onClose', async () => forget());
  app.addHook('onClose', stop);
}
