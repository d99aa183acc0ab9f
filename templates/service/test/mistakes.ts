import { ConfigError, loadConfig } from '../src/config/config';

/** What is wrong with these variables, each mistake as the start names it; nothing where the service takes them. */
export function mistakesOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}
