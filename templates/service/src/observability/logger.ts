import pino, { type LogFn, type Logger, type LoggerOptions } from 'pino';
import type { Config } from '../config';
import { requestIds } from './request-logger';
import { serializeError } from './serialize-error';

const SECRETS = ['authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret'];

/** Names of secrets at the top of a log line, one level down, and in headers. */
const redactedPaths = SECRETS.flatMap((name) => [
  `["${name}"]`,
  `*["${name}"]`,
  `*.headers["${name}"]`,
]);

/** JSON lines on stdout; readable ones in development if configured. */
export function createLogger(config: Config['log']): Logger {
  return pino(loggerOptions(config));
}

export function loggerOptions({
  level,
  pretty,
}: Pick<Config['log'], 'level' | 'pretty'>): LoggerOptions {
  return {
    level,
    redact: { paths: redactedPaths, censor: '[redacted]' },
    serializers: { err: serializeError },
    hooks: { logMethod: withMessage },
    mixin: requestIds,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    ...(pretty && {
      transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', singleLine: true } },
    }),
  };
}

/**
 * Gives an error that is logged without a message a neutral one. Pino would take the error's own, which in a failed query
 * holds the query's values.
 */
function withMessage(this: Logger, args: Parameters<LogFn>, log: LogFn): void {
  const [first, message] = args as [unknown, unknown];
  const isError = first instanceof Error;
  const hasError = isError || (typeof first === 'object' && first !== null && 'err' in first);
  if (hasError && message === undefined) {
    log.call(this, isError ? { err: first } : first, 'error');
    return;
  }
  log.apply(this, args);
}
