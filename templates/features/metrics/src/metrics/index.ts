import { createServer, type Server } from 'node:http';
import type { Pool } from 'pg';
import type { Registry } from 'prom-client';
import type { Config } from '../config';
import { addressMistake } from '../config/address-mistake';
import type { App } from '../http/types';
import { measure } from './metrics';

/**
 * Serves metrics for Prometheus, on a port of their own: they are nobody's business who reaches the service, and are answered
 * however many requests are refused. It listens before the service does, which does not start where that fails: nobody would see that
 * nothing is measured. Without a port nothing is.
 */
export function registerMetrics(app: App, pool: Pool, { host, port }: Config['metrics']): void {
  if (port === 0) return;
  const server = serverOf(measure(app, pool));
  app.addHook('onReady', async () => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve);
    }).catch((error: unknown) => {
      throw addressMistake('METRICS_HOST, METRICS_PORT', { host, port }, error as Error);
    });
    app.log.info({ host, port }, 'metrics at /metrics');
  });
  app.addHook('onClose', async () => {
    server.closeAllConnections();
    server.close();
  });
}

function serverOf(registry: Registry): Server {
  return createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
}
