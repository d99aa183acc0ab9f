import type { HTTPMethods, LightMyRequestResponse } from 'fastify';
import type { UserId } from '../src/auth/users';
import type { App } from '../src/http/types';
import { callerHeaders, newAdmin } from './auth/caller';
import { expectStatus } from './expect';

/** What a request has beside its method and URL. */
export interface Sent {
  payload?: string | object;
  headers?: Record<string, string>;
}

/** Who calls the service. Every test sends through this, so that what all requests need has one place. */
export interface Client {
  send: (method: HTTPMethods, url: string, sent?: Sent) => Promise<LightMyRequestResponse>;
  /** GETs what must be there, and gives its JSON. */
  read: (url: string) => Promise<ReturnType<typeof JSON.parse>>;
  /** Headers that each POST has from now on, such as the tenant of new rows. */
  postWith: (headers: Record<string, string>) => void;
  /** Lets this user send POSTs from now on, as an admin; somebody new where there is none. New rows become theirs. */
  postAs: (userId?: UserId | null) => Promise<void>;
}

export function clientOf(app: App, headersOf = () => callerHeaders(app)): Client {
  let posting: Record<string, string> = {};
  const send: Client['send'] = async (method, url, sent = {}) =>
    app.inject({
      method,
      url,
      ...sent,
      headers: { ...(await headersOf()), ...(method === 'POST' && posting), ...sent.headers },
    });
  const read: Client['read'] = async (url) => {
    const response = await send('GET', url);
    expectStatus(response, 200);
    return response.json();
  };
  return {
    send,
    read,
    postWith: (headers) => {
      posting = { ...posting, ...headers };
    },
    postAs: async (userId) => {
      posting = { ...posting, ...(await newAdmin(app, userId)) };
    },
  };
}
