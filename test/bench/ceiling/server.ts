import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool, type QueryConfig } from 'pg';

/**
 * The fastest server for `items` that one would write by hand: rows as arrays, timestamps kept as text, JSON put together from
 * known columns. Nothing is guarded and hardly an error handled, so that nobody would ship it: it says how little a request can
 * cost with `node:http` and `pg`.
 */
type Row = [id: string, name: string, price: string, createdAt: string];

const { DATABASE_URL, PORT, DATABASE_POOL_MAX } = process.env;
const pool = new Pool({
  connectionString: DATABASE_URL,
  max: Number(DATABASE_POOL_MAX),
  options: '-c timezone=UTC',
});

const COLUMNS = 'id, name, price, created_at';
const one = statement('one', `select ${COLUMNS} from items where id = $1`);
const page = statement('page', `select ${COLUMNS} from items order by created_at desc limit $1`);
const add = statement(
  'add',
  `insert into items (name, price) values ($1, $2) returning ${COLUMNS}`,
);

const asText = { getTypeParser: () => (value: string) => value } as unknown as QueryConfig['types'];

function statement(name: string, text: string): (values: unknown[]) => Promise<Row[]> {
  return async (values) => {
    const config = { name, text, values, rowMode: 'array' as const, types: asText };
    return (await pool.query<Row>(config)).rows;
  };
}

/** From `2025-01-07 22:40:00.123456+00` to `2025-01-07T22:40:00.123Z`. */
function iso(text: string): string {
  const milliseconds = text[19] === '.' ? `${text.slice(19, -3)}00`.slice(0, 4) : '.000';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}${milliseconds}Z`;
}

/** Text that stands in JSON as it is. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function written([id, name, price, createdAt]: Row): string {
  return `{"id":"${id}","name":${quoted(name)},"price":${price},"createdAt":"${iso(createdAt)}"}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PATH = '/v1/items';

function send(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => send(response, 500, '{"error":"internal"}'));
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => {
  server.close(() => void pool.end());
  server.closeIdleConnections();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '' } = request;
  if (url === '/readyz') return send(response, 200, '{}');
  if (method === 'POST' && url === PATH) return create(request, response);
  if (url.startsWith(`${PATH}/`)) return find(url.slice(PATH.length + 1), response);
  if (url.startsWith(PATH)) return list(new URLSearchParams(url.slice(PATH.length + 1)), response);
  return send(response, 404, '{"error":"not found"}');
}

async function find(id: string, response: ServerResponse): Promise<void> {
  if (!UUID.test(id)) return send(response, 400, '{"error":"id"}');
  const [row] = await one([id]);
  return row ? send(response, 200, written(row)) : send(response, 404, '{"error":"not found"}');
}

async function list(query: URLSearchParams, response: ServerResponse): Promise<void> {
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return send(response, 400, '{"error":"limit"}');
  const rows = await page([limit]);
  return send(response, 200, `{"data":[${rows.map(written).join(',')}],"nextCursor":null}`);
}

async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { name, price } = JSON.parse(await bodyOf(request)) as { name: unknown; price: unknown };
  if (typeof name !== 'string' || name.length === 0 || !Number.isInteger(price))
    return send(response, 400, '{"error":"body"}');
  const [row] = await add([name, price]);
  return row ? send(response, 201, written(row)) : send(response, 500, '{"error":"internal"}');
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}
