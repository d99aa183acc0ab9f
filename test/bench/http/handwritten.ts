import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'pg';

/**
 * What the generated service is measured against: products over HTTP as a good engineer writes them by hand, with
 * `node:http` and `pg` and nothing else. Named prepared statements, checked input, bounded lists with a cursor, no more.
 */
const COLUMNS = `id, category_id as "categoryId", sku, name, description, price,
  compare_at_price as "compareAtPrice", currency, stock, attributes, image_urls as "imageUrls",
  created_at as "createdAt", updated_at as "updatedAt"`;

const GET = {
  name: 'get-product',
  text: `select ${COLUMNS} from products where id = $1 and deleted_at is null`,
};
const LIST = {
  name: 'list-products',
  text: `select ${COLUMNS} from products where deleted_at is null
    order by created_at desc, id desc limit $1`,
};
const LIST_AFTER = {
  name: 'list-products-after',
  text: `select ${COLUMNS} from products where deleted_at is null and (created_at, id) < ($2, $3)
    order by created_at desc, id desc limit $1`,
};
const CREATE = {
  name: 'create-product',
  text: `insert into products (category_id, sku, name, description, price, compare_at_price,
      currency, stock, attributes, image_urls)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PATH = '/v1/products';
const MAX_BODY = 1_048_576;

interface Product {
  id: string;
  createdAt: Date;
}

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const pool = new Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['DATABASE_POOL_MAX']),
  connectionTimeoutMillis: 5000,
  statement_timeout: 15_000,
  keepAlive: true,
});

const server = createServer((request, response) => {
  answer(request).then(
    (result) => send(response, result),
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      send(response, { status: 500, body: { error: 'Something went wrong' } });
    },
  );
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => {
  server.close(() => void pool.end());
  server.closeIdleConnections();
});

async function answer(request: IncomingMessage): Promise<Answer> {
  const { method, url = '' } = request;
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  if (path === '/readyz') return { status: 200, body: { status: 'ok' } };
  if (path === PATH && method === 'GET') {
    return list(new URLSearchParams(question < 0 ? '' : url.slice(question + 1)));
  }
  if (path === PATH && method === 'POST') return create(await readBody(request));
  if (path.startsWith(`${PATH}/`) && method === 'GET') return get(path.slice(PATH.length + 1));
  return notFound;
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
    ...headers,
  });
  response.end(json);
}

const notFound: Answer = { status: 404, body: { error: 'Not found' } };

function invalid(error: string): Answer {
  return { status: 400, body: { error } };
}

async function get(id: string): Promise<Answer> {
  if (!UUID.test(id)) return invalid('id must be a UUID');
  const { rows } = await pool.query<Product>({ ...GET, values: [id] });
  return rows[0] ? { status: 200, body: rows[0] } : notFound;
}

async function list(query: URLSearchParams): Promise<Answer> {
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return invalid('limit is 1 to 100');
  const cursor = query.get('cursor');
  const { rows } = await pool.query<Product>(
    cursor === null
      ? { ...LIST, values: [limit + 1] }
      : { ...LIST_AFTER, values: [limit + 1, ...decodeCursor(cursor)] },
  );
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor(last) : null;
  return { status: 200, body: { data, nextCursor } };
}

function encodeCursor({ createdAt, id }: Product): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

function decodeCursor(cursor: string): unknown[] {
  return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
}

async function create(text: string): Promise<Answer> {
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return invalid('The body must be JSON');
  }
  const error = mistake(body);
  if (error !== undefined) return invalid(error);
  const { categoryId, sku, name, description, price, compareAtPrice } = body;
  const { currency = 'EUR', stock = 0, attributes = {}, imageUrls = [] } = body;
  const given = [categoryId, sku, name, description, price, compareAtPrice, currency, stock];
  const values = [...given, JSON.stringify(attributes), imageUrls];
  const { rows } = await pool.query<Product>({ ...CREATE, values });
  const [row] = rows;
  return { status: 201, body: row, headers: { location: `${PATH}/${row?.id}` } };
}

const DECIMAL = /^\d{1,10}(\.\d{1,2})?$/;

function mistake(body: Record<string, unknown>): string | undefined {
  const { categoryId, sku, name, price, stock, imageUrls } = body;
  if (typeof categoryId !== 'string' || !UUID.test(categoryId)) return 'categoryId must be a UUID';
  if (typeof sku !== 'string' || sku.length > 40) return 'sku must be text of at most 40';
  if (typeof name !== 'string' || name.length > 200) return 'name must be text of at most 200';
  if (typeof price !== 'string' || !DECIMAL.test(price)) return 'price must be a decimal';
  if (stock !== undefined && !Number.isInteger(stock)) return 'stock must be a whole number';
  if (imageUrls !== undefined && !Array.isArray(imageUrls)) return 'imageUrls must be a list';
  return undefined;
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) request.destroy(new Error('body too large'));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}
