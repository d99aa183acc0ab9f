import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { Figure } from '../figure.ts';
import { compareServers } from '../http/compare.ts';
import { get, type Operation, post } from '../http/operations.ts';
import { prepareService } from '../shop.ts';

const PATH = '/v1/items';
const READ = 1000;

/** More than the pool has, as when the targets were made (`wrk -c32`): what waits is there as soon as a connection is free. */
const CONNECTIONS = 32;

const FILL = `
  insert into items (name, price, created_at)
  select 'item ' || n, (n * 37) % 1000, timestamptz '2025-01-01' + n * interval '1 minute'
  from generate_series(1, 10000) n`;

/** With everything on, and without what looks at who asks: the figures that the ceiling came with were measured so. */
const SETTINGS = [
  { kind: 'small rows', env: {} },
  { kind: 'small rows, no rate limit, no CORS', env: { RATE_LIMIT_MAX: '0', CORS_ORIGINS: '' } },
];

/** CPU and rate of a generated service of one small table, against the least that a request can cost (`server.ts`). */
export async function ceilingFigures(
  parent: string,
  { keep }: { keep: boolean },
  log: (line: string) => void,
): Promise<Figure[]> {
  const flags = ['--schema', path('schema.ts'), '--auth', 'none'];
  const built = await prepareService(join(parent, 'items'), { keep, flags });
  try {
    const figures: Figure[] = [];
    for (const { kind, env } of SETTINGS) {
      const asked = operations(await fillItems(built.databaseUrl), kind);
      const ceiling = {
        name: 'ceiling',
        program: path('server.ts'),
        asked,
        connections: CONNECTIONS,
        env,
      };
      figures.push(...(await compareServers(built, ceiling, log)));
    }
    return figures;
  } finally {
    await built.stop();
  }
}

function operations(ids: readonly string[], kind: string): Operation[] {
  const list = `${PATH}?sort=-createdAt&limit=20`;
  const one = (id: string | undefined) => `${PATH}/${id}`;
  const item = { name: 'Walnut desk organiser with a lid', price: 4990 };
  return [
    {
      name: `get by id, ${kind}`,
      target: 0.8,
      status: 200,
      requests: ids.map((id) => get(one(id))),
      probe: { path: one(ids[0]) },
    },
    {
      name: `list of 20, ${kind}`,
      target: 0.75,
      status: 200,
      requests: [get(list)],
      probe: { path: list },
    },
    {
      name: `create, ${kind}`,
      target: 0.8,
      status: 201,
      requests: [post(PATH, item)],
      probe: { path: PATH, body: (name) => ({ ...item, name }) },
    },
  ];
}

async function fillItems(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('truncate items');
    await client.query(FILL);
    await client.query('vacuum analyze items');
    const { rows } = await client.query<{ id: string }>('select id from items limit $1', [READ]);
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
