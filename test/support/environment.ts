import { projectEnv } from '../../src/steps/run.ts';

/** What a service reads from its environment: a run must not end up in somebody's database. */
const SERVICE_VARIABLE =
  /^(?:APP_ENV|HOST|PORT|TRUST_PROXY|(?:DATABASE|LOG|CORS|RATE_LIMIT|DOCS|HSTS|BODY_LIMIT|REQUEST|DRAIN|SHUTDOWN|METRICS|SHED|IDEMPOTENCY|AUTH|MAIL|PAGE|SLOW)_\w+)$/;

/** The environment for programs of a service, without what would configure it. */
export function cleanEnv(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries(projectEnv(process.env)).filter(
    ([name]) => !SERVICE_VARIABLE.test(name),
  );
  return { ...Object.fromEntries(own), ...more };
}
