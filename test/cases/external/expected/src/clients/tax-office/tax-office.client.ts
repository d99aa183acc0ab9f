import { createUpstream, type UpstreamConfig, type UpstreamOptions } from '../upstream';
import type { Call } from '../request';
import { itemSchema, type NewItem } from './tax-office.schemas';

export type TaxOfficeClient = ReturnType<typeof createTaxOfficeClient>;

/**
 * What this service asks of tax-office. The two operations show the form: put those in their place that there are. In a route, the call
 * is the request: `app.clients.taxOffice.find('1', request)`.
 */
export function createTaxOfficeClient(config: UpstreamConfig, options: UpstreamOptions) {
  const callTaxOffice = createUpstream('tax-office', config, options);
  return {
    find: (id: string, call: Call) =>
      callTaxOffice(
        { method: 'GET', path: '/items/{id}', params: { id }, response: itemSchema },
        call,
      ),

    // With the key, it is repeated when its answer is lost: only where tax-office looks at it.
    create: (body: NewItem, call: Call) =>
      callTaxOffice(
        { method: 'POST', path: '/items', body, response: itemSchema, idempotencyKey: true },
        call,
      ),
  };
}
