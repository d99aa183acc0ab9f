export { type Config, ConfigError, loadConfig, loadDatabaseConfig } from './config';
export type { DatabaseConfig } from './database';
