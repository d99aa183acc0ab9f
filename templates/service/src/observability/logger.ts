import pino, { type Logger, type LoggerOptions } from 'pino';
import type { Config } from '../config';
import { serializeError } from './serialize-error';

const SECRETS = ['authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret'];

/** Names of secrets at the top of a log line, one level down, and in headers. */
const redactedPaths = SECRETS.flatMap((name) => [
  `["${name}"]`,
  `*["${name}"]`,
  `*.headers["${name}"]`,
  `headers["${name}"]`,
]);

/** JSON lines on stdout; readable ones in development if configured. */
export function createLogger(config: Config['log']): Logger {
  return pino(loggerOptions(config));
}

export function loggerOptions({ level, pretty }: Config['log']): LoggerOptions {
  return {
    level,
    redact: { paths: redactedPaths, censor: '[redacted]' },
    serializers: { err: serializeError },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    ...(pretty && {
      transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', singleLine: true } },
    }),
  };
}
