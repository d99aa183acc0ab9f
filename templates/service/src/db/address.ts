import { Client, type ClientBase, type PoolConfig } from 'pg';
import { type ConnectionOptions, parse, parseIntoClientConfig } from 'pg-connection-string';
import type { DatabaseConfig } from '../config';

/** Told once what is wrong with a URL that was read again, until that is another thing. */
type Warn = (message: string) => void;

/**
 * Where Postgres is, and who connects. Of a URL that can be read again, each new connection takes the user and the password that are there
 * by then, so that they can be changed. All else holds until a restart: with connections to two databases, a service would answer
 * now from one and now from the other.
 */
export function addressOf({ url, urlAgain }: DatabaseConfig, warn: Warn): PoolConfig {
  if (urlAgain === undefined) return { connectionString: url };
  const current = credentialsOf(url, { urlAgain, warn });
  return { ...parseIntoClientConfig(url), Client: clientAs(current) };
}

type Credentials = Pick<ConnectionOptions, 'user' | 'password'>;

function credentialsOf(
  url: string,
  { urlAgain, warn }: { urlAgain: () => Promise<string | undefined>; warn: Warn },
): () => Promise<Credentials> {
  let known = parse(url);
  const place = placeOf(known);
  let said: string | undefined;
  const say = (message: string | undefined) => {
    if (message !== undefined && message !== said) warn(message);
    said = message;
  };
  return async () => {
    const next = await urlAgain()
      .then((text) => parse(text ?? ''))
      .catch(() => undefined);
    if (!next?.host) {
      say('DATABASE_URL can no longer be read: who connects is as before');
    } else if (placeOf(next) !== place) {
      // Its user and password are those of the other place.
      say('DATABASE_URL names another place: that needs a restart, and is not taken before');
    } else {
      known = next;
      say(undefined);
    }
    return known;
  };
}

/** All of a URL but who connects. */
function placeOf(options: ConnectionOptions): string {
  const port = options.port || '5432';
  return JSON.stringify({ ...options, port, user: undefined, password: undefined });
}

/** Connections that ask who they are to be before they are made: pg takes a function for the password, and none for the user. */
function clientAs(current: () => Promise<Credentials>): new () => ClientBase {
  return class extends Client {
    override connect(): Promise<Client>;
    override connect(done: Done): void;
    override connect(done?: Done): Promise<Client> | undefined {
      if (!done) return this.#become().then(() => super.connect());
      const connect = async () => {
        await this.#become();
        super.connect(done);
      };
      void connect();
      return undefined;
    }

    async #become(): Promise<void> {
      const { user, password = '' } = await current();
      const own = this as unknown as { connectionParameters: object };
      for (const one of [this, own.connectionParameters]) Object.assign(one, { user, password });
    }
  };
}

type Done = (error: Error) => void;
