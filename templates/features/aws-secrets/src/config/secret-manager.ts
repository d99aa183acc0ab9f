import { awsSecrets } from './aws-secrets';
import { allSecrets, checkManagerVariables, checkVariables } from './check';
import { ConfigError } from './config';
import { manage } from './managed-secrets';

/**
 * Fetches the secrets of this process from where AWS_SECRET_ID says, before its configuration is read. Without that, nobody is asked.
 *
 * @param env as for `loadConfig`
 * @throws {ConfigError} in one sentence, which holds nothing of the secret
 */
export async function fetchSecrets(env: NodeJS.ProcessEnv): Promise<void> {
  const { checked, mistakes } = checkManagerVariables(env);
  if (!checked || mistakes.length > 0) throw new ConfigError(mistakes);
  const { AWS_SECRET_ID: id, AWS_SECRET_TIMEOUT_MS: timeout, AWS_SECRET_FLOOR_MS: floor } = checked;
  if (id === undefined) return;
  try {
    const fetch = await awsSecrets(id, timeout);
    const first = await fetch();
    const open = checkVariables(env).names.filter((name) => !isSecret(name) && first.has(name));
    if (open.length > 0) {
      throw new Error(`holds ${open.join(', ')}, which is no secret: set it in the environment`);
    }
    manage(allSecrets, first, { fetch, floor });
  } catch (error) {
    throw new ConfigError([`AWS_SECRET_ID: ${(error as Error).message}`]);
  }
}

const isSecret = (name: string) => allSecrets.some((secret) => secret === name);
