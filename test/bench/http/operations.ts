import { ORIGIN } from '../shop.ts';

/** What is asked of both servers. */
export interface Operation {
  name: string;
  /** The service's part of the hand-written server's speed that it should reach. */
  target: number;
  status: number;
  /** As the load generator sends them. */
  requests: string[];
  /** How to see once that both servers answer the same; a body has in it something that is used once. */
  probe: { path: string; body?: (name: string) => object };
}

/** A new product, as a client sends it. */
const newProduct = (categoryId: string, sku: string) => ({
  categoryId,
  sku,
  name: 'Walnut desk organiser with a lid',
  description: 'Holds pens, paper clips and whatever else lies about. Oiled, not lacquered.',
  price: '49.90',
  compareAtPrice: '59.90',
  currency: 'EUR',
  stock: 12,
  attributes: { wood: 'walnut', size: 'large' },
  imageUrls: ['https://images.example.com/organiser-1.jpg'],
});

/** What is asked of the service to see what a key costs: a create without one, with a new one, and with one that was used. */
export function keyedCreates(
  categoryId: string,
): Pick<Operation, 'name' | 'requests' | 'status'>[] {
  const create = (sku: string, ...headers: string[]) => [
    post('/v1/products', newProduct(categoryId, sku), headers),
  ];
  return [
    { name: 'without', status: 201, requests: create('SKU-#COUNT##') },
    { name: 'new', status: 201, requests: create('KEY-#COUNT##', 'idempotency-key: #COUNT##') },
    { name: 'repeated', status: 201, requests: create('SAME', 'idempotency-key: same') },
  ];
}

/** @param ids of products, some of which are read; categoryId of one, for new products */
export function operations(ids: readonly string[], categoryId: string): Operation[] {
  const list = '/v1/products?limit=20';
  const one = (id: string | undefined) => `/v1/products/${id}`;
  const product = (sku: string) => newProduct(categoryId, sku);
  return [
    {
      name: 'get by id',
      target: 0.8,
      status: 200,
      requests: ids.map((id) => get(one(id))),
      probe: { path: one(ids[0]) },
    },
    { name: 'list of 20', target: 0.75, status: 200, requests: [get(list)], probe: { path: list } },
    {
      name: 'create',
      target: 0.8,
      status: 201,
      requests: [post('/v1/products', product('SKU-#COUNT##'))],
      probe: { path: '/v1/products', body: product },
    },
  ];
}

const HEADERS = [
  'host: 127.0.0.1',
  'accept: application/json',
  'user-agent: bench',
  `origin: ${ORIGIN}`,
];

export function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\n${HEADERS.join('\r\n')}\r\n\r\n`;
}

export function post(path: string, body: object, more: readonly string[] = []): string {
  const json = JSON.stringify(body);
  const ofBody = ['content-type: application/json', `content-length: ${json.length}`];
  const headers = [...HEADERS, ...ofBody, ...more];
  return `POST ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${json}`;
}
