import { z } from 'zod';
import { type Environment, isLocal } from '../config/environments';
import type { Source } from '../config/sources';
import { flag, integer, isOrigin, isUrl, NO_URL } from '../config/values';
import { developmentSecret, secretMistake } from './secrets';

const DAY = 86_400;

/** The variables of sign-in, with the environment's values where none is set. */
export function authVariables(environment: Environment) {
  const local = isLocal(environment);
  return {
    AUTH_SECRET: required(secret, local, () => developmentSecret('.secrets')),
    /** The secret before: what it signed is still taken. */
    AUTH_SECRET_OLD: secret.optional(),
    AUTH_ISSUER: required(site(local), local, () => 'http://localhost:3000'),
    AUTH_AUDIENCE: z.string().optional(),
    /** Where the pages are that links in mails lead to. */
    AUTH_APP_URL: required(site(local), local, () => 'http://localhost:5173'),
    AUTH_REGISTRATION: flag.default(true),
    AUTH_ACCESS_TOKEN_SECONDS: integer(1, 3600).default(600),
    AUTH_SESSION_SECONDS: integer(1, 400 * DAY).default(30 * DAY),
    AUTH_SESSION_IDLE_SECONDS: integer(1, 400 * DAY).default(7 * DAY),
    AUTH_REFRESH_GRACE_SECONDS: integer(0, DAY).default(3600),
    AUTH_REVOCATION_MAX_AGE_MS: integer(2000, 600_000).default(15_000),
    AUTH_KEY_AHEAD_SECONDS: integer(0, DAY).default(600),
    /** What OWASP asks of Argon2id at least. */
    AUTH_ARGON2_MEMORY_KIB: integer(1024, 4_194_304).default(19_456),
    AUTH_ARGON2_PASSES: integer(1, 100).default(2),
    AUTH_HASHES_AT_ONCE: integer(1, 64).default(2),
    AUTH_HASHES_WAITING: integer(0, 10_000).default(32),
    /** Failed log-ins of one address within a quarter of an hour; 0 is no limit. */
    AUTH_LIMIT_ADDRESS: integer(0, 1_000_000).default(50),
    /** Failed log-ins to one account before each further one has to wait. */
    AUTH_LIMIT_FREE: integer(1, 1_000_000).default(5),
    /** How often anybody may make the service send mail to one address within an hour; 0 is no limit. */
    AUTH_LIMIT_MAILS: integer(0, 1_000_000).default(5),
    MAIL_URL: required(mailServer, local, () => undefined),
    MAIL_FROM: required(sender, local, () => 'service@localhost'),
    /** Where mails are written while no MAIL_URL sends them. */
    MAIL_FOLDER: z.string().default('.mail'),
  };
}

type Values = z.output<z.ZodObject<ReturnType<typeof authVariables>>>;

/** What no variable can tell alone: browsers send their cookie with requests of these origins. */
export function checkAuth(
  { APP_ENV, CORS_ORIGINS }: { APP_ENV: Environment; CORS_ORIGINS: string[] },
  context: z.RefinementCtx,
): void {
  if (isLocal(APP_ENV) || !CORS_ORIGINS.includes('*')) return;
  const message = 'must name each origin: their requests carry cookies';
  context.addIssue({ code: 'custom', path: ['CORS_ORIGINS'], message });
}

export type AuthConfig = ReturnType<typeof toAuthConfig>;

export function toAuthConfig(
  values: Values & { APP_ENV: Environment },
  sources: Record<string, Source>,
) {
  return {
    secrets: [values.AUTH_SECRET, values.AUTH_SECRET_OLD].filter((given) => given !== undefined),
    /** Reads them where they were found, as they may be others by then. */
    secretsAgain: secretsAgain(values, sources),
    issuer: values.AUTH_ISSUER,
    audience: values.AUTH_AUDIENCE ?? values.AUTH_ISSUER,
    appUrl: values.AUTH_APP_URL,
    registration: values.AUTH_REGISTRATION,
    accessTokenSeconds: values.AUTH_ACCESS_TOKEN_SECONDS,
    session: {
      /** From the log-in on, however much it is used. */
      seconds: values.AUTH_SESSION_SECONDS,
      /** From the last refresh on. */
      idleSeconds: values.AUTH_SESSION_IDLE_SECONDS,
      /** How long after a rotation the token before is still answered, with the same successor; 0 is strict. */
      graceSeconds: values.AUTH_REFRESH_GRACE_SECONDS,
    },
    /** How old what a process knows of revocations may be, before it says 503 rather than trust a token. */
    revocationMaxAge: values.AUTH_REVOCATION_MAX_AGE_MS,
    /** How long a new key is published before it signs: longer than others keep `/.well-known/jwks.json`. */
    keyAheadSeconds: values.AUTH_KEY_AHEAD_SECONDS,
    hashing: {
      memory: values.AUTH_ARGON2_MEMORY_KIB,
      passes: values.AUTH_ARGON2_PASSES,
      atOnce: values.AUTH_HASHES_AT_ONCE,
      waiting: values.AUTH_HASHES_WAITING,
    },
    limits: {
      address: values.AUTH_LIMIT_ADDRESS,
      free: values.AUTH_LIMIT_FREE,
      mails: values.AUTH_LIMIT_MAILS,
    },
    mail: {
      url: values.MAIL_URL,
      from: values.MAIL_FROM,
      folder: values.MAIL_FOLDER,
      /** Whether a server that offers no TLS gets no mail. */
      requireTls: !isLocal(values.APP_ENV),
    },
  };
}

/** Nothing where both came by the environment, which does not change while a process runs. */
function secretsAgain(values: Values, sources: Record<string, Source>) {
  const [newest, old] = [sources['AUTH_SECRET']?.again, sources['AUTH_SECRET_OLD']?.again];
  if (!newest && !old) return undefined;
  return async (): Promise<string[]> => {
    const secret = newest ? await newest() : values.AUTH_SECRET;
    const before = old ? await old() : values.AUTH_SECRET_OLD;
    if (secret === undefined) throw new Error('AUTH_SECRET is not there any more');
    return before === undefined ? [secret] : [secret, before];
  };
}

const secret = z.string({ error: 'is required: openssl rand -base64 32' }).check((context) => {
  const message = secretMistake(context.value);
  // Without the value, which an issue would hold otherwise.
  if (message) context.issues.push({ code: 'custom', input: undefined, message });
});

const mailServer = z
  .string({ error: 'is required: smtps://user:password@host' })
  .regex(/^smtps?:\/\//, { error: 'must be an smtp:// or smtps:// URL', abort: true })
  .refine(isUrl, NO_URL);

/** An address, or a name and an address: what else nodemailer would find out with the first mail. */
const SENDER = /^([^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/;

const sender = z
  .string({ error: 'is required: whom mails come from, such as Shop <shop@example.com>' })
  .regex(SENDER, 'must be an address, such as Shop <shop@example.com>');

/** An address of this service or its pages, which only a developer's own machine serves without TLS. */
const site = (local: boolean) =>
  z
    .string({ error: 'is required: an origin such as https://app.example.com' })
    .refine(isOrigin, 'must be an origin such as https://app.example.com')
    .refine((url) => local || url.startsWith('https:'), 'must be https');

function required<S extends z.ZodType, D>(schema: S, local: boolean, make: () => D) {
  return (local ? schema.optional() : schema).transform((value) => value ?? make());
}
