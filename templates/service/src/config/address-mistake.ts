import { ConfigError } from './config';

/**
 * Where nothing can listen, that is no fault of the program's: this machine does not have the address, or another process has the port.
 *
 * @param names of the variables that say where
 */
export function addressMistake(
  names: string,
  { host, port }: { host: string; port: number },
  { message }: Error,
): ConfigError {
  return new ConfigError([`${names}: nothing can listen on ${host}:${port}: ${message}`]);
}
