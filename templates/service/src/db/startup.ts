import { Client, type ClientBase } from 'pg';

/** What @types/pg leave out: what pg sends first on a connection. */
interface Starting {
  getStartupConf: () => Record<string, string>;
}

type ClientClass = new () => ClientBase;

/**
 * Connections that name settings in their startup packet, one by one. A pooler in transaction mode refuses `options`; of these it takes
 * those that Postgres reports (`DateStyle`, `TimeZone`), and sets them on whichever connection to Postgres it lends.
 *
 * @param Base what connections are otherwise
 * @see https://www.pgbouncer.org/config.html#track_extra_parameters
 */
export function startingWith(
  settings: Readonly<Record<string, string>>,
  Base: ClientClass = Client,
): ClientClass {
  const Known = Base as unknown as new () => ClientBase & Starting;
  return class extends Known {
    override getStartupConf = () => ({ ...Known.prototype.getStartupConf.call(this), ...settings });
  };
}
