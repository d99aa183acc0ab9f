import { z } from 'zod';
import { type Environment, isLocal } from '../config/environments';
import { integer } from '../config/values';

/** Of a key pair: the service knows only the public half. With HS256 whoever checks tokens could make them. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** The variables of sign-in, with the environment's values where none is set. */
export function authVariables(environment: Environment) {
  const local = isLocal(environment);
  return {
    /** As it stands in tokens, to the last slash. */
    AUTH_ISSUER: required(url(local), local, 'http://localhost:9000'),
    AUTH_AUDIENCE: required(list(z.string().min(1)), local, ['http://localhost:3000']),
    /** Where the issuer's keys are, when its discovery does not say so. */
    AUTH_JWKS_URL: url(local).optional(),
    AUTH_ALGORITHMS: list(z.enum(ALGORITHMS)).default(['RS256', 'PS256', 'ES256', 'EdDSA']),
    AUTH_TOKEN_TYPES: list(z.string().min(1).toLowerCase()).default(['at+jwt', 'jwt']),
    AUTH_CLOCK_TOLERANCE_SECONDS: integer(0, 300).default(5),
    AUTH_KEYS_MAX_AGE_MS: integer(1000, 86_400_000).default(300_000),
    AUTH_KEYS_FLOOR_MS: integer(100, 600_000).default(10_000),
    AUTH_ISSUER_TIMEOUT_MS: integer(100, 60_000).default(5000),
  };
}

type Values = z.output<z.ZodObject<ReturnType<typeof authVariables>>>;

export type AuthConfig = ReturnType<typeof toAuthConfig>;

export function toAuthConfig(values: Values) {
  return {
    issuer: values.AUTH_ISSUER,
    /** A token must be for one of these. */
    audiences: values.AUTH_AUDIENCE,
    jwksUrl: values.AUTH_JWKS_URL,
    algorithms: values.AUTH_ALGORITHMS,
    /** In small letters. */
    types: new Set(values.AUTH_TOKEN_TYPES),
    /** How far the clocks of issuer and service may be apart. */
    toleranceSeconds: values.AUTH_CLOCK_TOLERANCE_SECONDS,
    keys: {
      /** They are fetched again after this time: a key that the issuer withdraws is taken for no longer. */
      maxAge: values.AUTH_KEYS_MAX_AGE_MS,
      /** Between two fetches, however many tokens name a key that is not known. */
      floor: values.AUTH_KEYS_FLOOR_MS,
      timeout: values.AUTH_ISSUER_TIMEOUT_MS,
    },
  };
}

const url = (local: boolean) =>
  z
    .string({ error: 'is required: a URL such as https://login.example.com/' })
    .refine(
      (value) => /^https?:\/\//.test(value) && URL.canParse(value),
      'must be a URL such as https://login.example.com/',
    )
    .refine(
      (value) => local || !value.startsWith('http:'),
      'must be https: whoever is on the way could send keys of their own',
    );

/** Separated by commas; at least one. */
function list<S extends z.ZodType<string, string>>(entry: S) {
  return z
    .string({ error: 'is required: for whom tokens are, such as https://api.example.com' })
    .transform((value) => value.split(',').map((one) => one.trim()))
    .pipe(z.array(entry));
}

function required<S extends z.ZodType>(schema: S, local: boolean, value: z.output<S>) {
  return (local ? schema.optional() : schema).transform((given) => given ?? value);
}
