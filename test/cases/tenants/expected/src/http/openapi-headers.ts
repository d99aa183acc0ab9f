import { TENANT_HEADER } from '../access/memberships';
import { contractOf, type Route } from './guards';

/** By name, as JSON Schema has them. */
export type Headers = Record<string, { type: 'string'; description: string }>;

const header = (description: string) => ({ type: 'string', description }) as const;

const ETAG = { ETag: header('The version of the row, for If-Match and If-None-Match') };
const RETRY_AFTER = { 'Retry-After': header('Seconds until it is worth another try') };

/** The headers that a route looks at. */
export function requestHeaders(route: Route): Headers {
  const { guards } = contractOf(route);
  return {
    ...(['member', 'manager'].includes(route.config?.access?.who ?? '') && {
      [TENANT_HEADER]: header(
        'The tenant that it is about; admins of the service may leave it out',
      ),
    }),
    ...(answers(route, 304) && {
      'If-None-Match': header('ETags that are known already: 304 where the row has one of them'),
    }),
    ...(guards.includes('precondition') && {
      'If-Match': header('ETags that the row must have one of: 412 where somebody changed it'),
    }),
    ...(guards.includes('idempotency') && {
      'Idempotency-Key': header(
        'At most 255 visible ASCII characters: sent again under it, the request is done once, and answered as it was at first. An answer that is too long to be kept is a 413',
      ),
    }),
  };
}

/** The headers that a route's answer of a status has. */
export function responseHeaders(route: Route, status: number): Headers {
  if (status === 429 || status === 503) return RETRY_AFTER;
  if (status === 304) return ETAG;
  if (status === 201) return { Location: header('Where the row is from now on'), ...ETAG };
  const isVersioned = answers(route, 304) || contractOf(route).guards.includes('precondition');
  return status === 200 && isVersioned ? ETAG : {};
}

function answers({ schema }: Route, status: number): boolean {
  return Object.hasOwn((schema?.response as object | undefined) ?? {}, status);
}

/** `PATCH /v1/orders/:id` is `patchOrdersById`: what generated clients call it, whatever its summary says. */
export function operationId({ method, url = '' }: Route): string {
  const words = url
    .replace(/^\/v\d+\//, '/')
    .replaceAll('/:', '/by-')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return [[method].flat().join('').toLowerCase(), ...pascal].join('');
}

/** The headers without which a route refuses. */
export function requiredHeaders(route: Route): string[] {
  return contractOf(route).guards.includes('idempotencyRequired') ? ['Idempotency-Key'] : [];
}

/** What the answers of a route that takes a key have beside the others: when to try again, and whether they were given before. */
export function repeatHeaders(route: Route, status: number): Headers {
  if (!contractOf(route).guards.includes('idempotency')) return {};
  if (status === 409) return RETRY_AFTER;
  const replayed = header('true where an earlier request under the same key was answered so');
  return status < 300 ? { 'Idempotency-Replayed': replayed } : {};
}
