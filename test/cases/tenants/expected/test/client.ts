import type { HTTPMethods, LightMyRequestResponse } from 'fastify';
import { TENANT_HEADER } from '../src/access/memberships';
import { type TenantId, textOfTenant } from '../src/access/tenants';
import type { App } from '../src/http/types';
import { callerHeaders } from './auth/caller';
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
  /** The tenant that POSTs name from now on. */
  postTo: (tenant: TenantId) => void;
}

export function clientOf(app: App): Client {
  let tenant: TenantId | undefined;
  const send: Client['send'] = async (method, url, sent = {}) =>
    app.inject({
      method,
      url,
      ...sent,
      headers: {
        ...(await callerHeaders(app)),
        ...(method === 'POST' && tenant !== undefined && { [TENANT_HEADER]: textOfTenant(tenant) }),
        ...sent.headers,
      },
    });
  const read: Client['read'] = async (url) => {
    const response = await send('GET', url);
    expectStatus(response, 200);
    return response.json();
  };
  return {
    send,
    read,
    postTo: (named) => {
      tenant = named;
    },
  };
}
