export { type Config, ConfigError, type DatabaseConfig, loadConfig } from './config';
