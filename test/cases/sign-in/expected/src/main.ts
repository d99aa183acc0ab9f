import { ConfigError, loadConfig } from './config';
import { fetchSecrets } from './config/secret-manager';
import { serve } from './server';

try {
  await fetchSecrets(process.env);
  await serve(loadConfig(process.env));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
