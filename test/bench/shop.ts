import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createService } from '../demo/service.ts';
import { cleanEnv } from '../support/environment.ts';
import { runChild, stopChild } from '../support/children.ts';
import { holdDatabase } from '../support/running-service.ts';

/** A service, built for production, with a database of its own that runs. */
export interface BuiltService {
  folder: string;
  databaseUrl: string;
  stop: () => Promise<void>;
}

/** The shop example as such a service. */
export type Shop = BuiltService;

/**
 * @param keep take the service that an earlier run left, if there is one
 * @param signsIn whether it signs people in
 * @param isTraced whether it has traces
 */
export function prepareShop(
  parent: string,
  {
    keep,
    signsIn = false,
    isTraced = false,
  }: { keep: boolean; signsIn?: boolean; isTraced?: boolean },
): Promise<Shop> {
  const folder = join(parent, `shop${signsIn ? '-signed-in' : ''}${isTraced ? '-traced' : ''}`);
  const auth = signsIn ? ['--auth', 'built-in', '--public-read', 'products'] : ['--auth', 'none'];
  return prepareService(folder, {
    keep,
    flags: ['--example', 'shop', ...auth, ...(isTraced ? ['--tracing'] : [])],
  });
}

/** Creates, installs and builds a service, and starts its database, which is migrated. */
export async function prepareService(
  folder: string,
  { keep, flags }: { keep: boolean; flags: string[] },
): Promise<BuiltService> {
  mkdirSync(dirname(folder), { recursive: true });
  if (!keep || !existsSync(join(folder, 'node_modules'))) await createService(folder, flags);
  const env = shopEnv(folder);
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  await runChild(['npm', 'run', 'build'], { cwd: folder, env });
  const { holder, databaseUrl } = await holdDatabase(folder, env);
  return { folder, databaseUrl, stop: () => stopChild(holder) };
}

export function shopEnv(folder: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const bin = join(folder, 'node_modules', '.bin');
  return cleanEnv({ PATH: [bin, process.env['PATH']].join(delimiter), ...more });
}

/**
 * Production with everything on but request logging: headers, CORS, rate limit, validation, ETags. Only the limit is too
 * high to be reached.
 */
export function productionEnv(
  { folder, databaseUrl }: BuiltService,
  port: number,
): NodeJS.ProcessEnv {
  return shopEnv(folder, {
    APP_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_MAX: String(POOL_SIZE),
    CORS_ORIGINS: ORIGIN,
    RATE_LIMIT_MAX: '1000000000',
    LOG_REQUESTS: 'false',
    DRAIN_DELAY_MS: '0',
  });
}

export const POOL_SIZE = 10;

/** The web page that calls the service: with it, CORS has something to do. */
export const ORIGIN = 'https://shop.example.com';
