import { z } from 'zod';
import { checkAuth } from '../auth/variables';
import { type DatabaseValues, databaseVariables } from './database';
import { type Environment, environments } from './environments';
import { meet } from './metrics-address';
import { profiles } from './profiles';
import { readVariables, type Source } from './sources';
import { type Secret, secrets, type Values, variablesSchema } from './variables';

/** Variables that were read, and what is wrong with them. */
export interface Checked<Used> {
  environment: Environment;
  names: string[];
  /** As they were found; not those that nothing sets. */
  values: Record<string, string>;
  sources: Record<string, Source>;
  /** As the service uses them; undefined where one is wrong. */
  checked: Used | undefined;
  mistakes: string[];
}

/**
 * Reads and checks every variable, and says where it was found.
 *
 * @param env as for `loadConfig`
 * @param absent secrets that may be missing here, as where a pipeline looks at the configuration of production
 */
export function checkVariables(
  env: NodeJS.ProcessEnv,
  absent: readonly Secret[] = [],
): Checked<Values> {
  const environment = environmentOf(env);
  const schema = variablesSchema(environment);
  return check(env, schema, (values) => {
    const missing = absent.filter((name) => values[name] === undefined);
    return agreeing(without(schema, missing));
  });
}

/** The same of the database's variables alone. */
export function checkDatabaseVariables(env: NodeJS.ProcessEnv): Checked<DatabaseValues> {
  const schema = z.object({
    APP_ENV: z.enum(environments),
    ...databaseVariables(environmentOf(env)),
  });
  return check(env, schema, () => schema);
}

function environmentOf(env: NodeJS.ProcessEnv): Environment {
  return (env['APP_ENV'] || 'development') as Environment;
}

/**
 * @param shape its keys are the names of the variables
 * @param schemaOf what they are checked by, when it is known which are there
 */
function check<Schema extends z.ZodType>(
  env: NodeJS.ProcessEnv,
  { shape }: { shape: object },
  schemaOf: (values: Record<string, string>) => Schema,
): Checked<z.output<Schema>> {
  const environment = environmentOf(env);
  const names = Object.keys(shape);
  const profile = profiles[environment] ?? profiles.production;
  const { values, sources, mistakes } = readVariables(env, names, profile);
  const checked = schemaOf(values).safeParse({ ...values, APP_ENV: environment });
  const found = checked.success
    ? []
    : checked.error.issues.map((issue) => describeIssue(issue, sources));
  // A value whose file can't be read is also missing: say only why.
  const unread = new Set(mistakes.map((mistake) => mistake.split(/_FILE:|:/)[0]));
  return {
    environment,
    names,
    values,
    sources,
    checked: checked.data,
    mistakes: [
      ...profileMistakes(env),
      ...mistakes,
      ...found.filter((mistake) => !unread.has(mistake.split(':')[0])),
    ],
  };
}

type VariablesSchema = ReturnType<typeof variablesSchema>;

/** For a look at all others: what is read so is never used. */
function without(schema: VariablesSchema, names: readonly Secret[]): VariablesSchema {
  const optional = names.map((name) => [name, schema.shape[name].optional()] as const);
  return schema.extend(Object.fromEntries(optional)) as unknown as VariablesSchema;
}

export const allSecrets = Object.keys(secrets) as Secret[];

/** What no variable can tell alone. */
function agreeing(schema: VariablesSchema) {
  return schema
    .refine((all) => all.DATABASE_POOL_MIN <= all.DATABASE_POOL_MAX, {
      path: ['DATABASE_POOL_MIN'],
      error: 'must not be greater than DATABASE_POOL_MAX',
    })
    .superRefine(checkAuth)
    .refine((all) => all.HEADERS_TIMEOUT_MS <= all.REQUEST_TIMEOUT_MS, {
      path: ['HEADERS_TIMEOUT_MS'],
      error: 'must not be greater than REQUEST_TIMEOUT_MS, which is for all of the request',
    })
    .refine((all) => all.IDLE_SOCKET_TIMEOUT_MS > all.REQUEST_DEADLINE_MS, {
      path: ['IDLE_SOCKET_TIMEOUT_MS'],
      error: 'must be greater than REQUEST_DEADLINE_MS, while which nothing may be sent',
    })
    .refine((all) => (all.SLOW_LISTS_MAX ?? 0) < all.DATABASE_POOL_MAX, {
      path: ['SLOW_LISTS_MAX'],
      error: 'must be less than DATABASE_POOL_MAX, or nothing is left for other requests',
    })
    .refine(
      (all) =>
        all.METRICS_PORT === 0 ||
        all.METRICS_PORT !== all.PORT ||
        !meet(all.HOST, all.METRICS_HOST),
      {
        path: ['METRICS_PORT'],
        error: 'must not be PORT, where the service is',
      },
    );
}

/** Other programs go by NODE_ENV: whoever sets it for production means production, and would get a profile for laptops. */
function profileMistakes(env: NodeJS.ProcessEnv): string[] {
  const isMissing = env['NODE_ENV'] === 'production' && !env['APP_ENV'];
  return isMissing
    ? ['APP_ENV: is required where NODE_ENV is production, which is not looked at otherwise']
    : [];
}

function describeIssue(issue: z.core.$ZodIssue, sources: Record<string, Source>): string {
  const [name] = issue.path.map(String);
  if (!name || name === 'APP_ENV') return `APP_ENV: must be one of ${environments.join(', ')}`;
  const isOurs = sources[name]?.from === 'profile';
  return `${name}: ${issue.message}${isOurs ? ' (as its profile says)' : ''}`;
}
