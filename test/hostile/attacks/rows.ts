import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { HEAP, type Running, start, statusOf } from '../service.ts';
import { type Attack, type Outcome, timed } from './attack.ts';

/** Rows that are much longer than anybody would send: somebody else wrote them. */
const FAT = 1_000_000;

export const rows: Attack = async (built) => {
  const client = new Client({ connectionString: built.databaseUrl });
  await client.connect();
  const service = await start(built);
  try {
    await client.query('truncate products, categories cascade');
    await client.query(`insert into categories (name, slug) values ('fat', 'fat')`);
    await client.query(
      `insert into products (category_id, sku, name, description, price, attributes, image_urls)
       select (select id from categories limit 1), 'FAT-' || n, 'Fat ' || n, repeat(md5(n::text), $1::int / 32), 1, '{}', '{}'
       from generate_series(1, 120) n`,
      [FAT],
    );
    const list = `${service.origin}/v1/products?limit=100`;
    const pages = await Promise.all(Array.from({ length: 6 }, () => page(list)));
    const { rss, heap } = await service.vitals();
    const walked = await timed(() => walk(service.origin));
    const including = await statusOf(`${service.origin}/v1/categories?include=products`);
    const lists = await timed(() => slowLists(service.origin));
    const unread = await unreadPages(service);
    return [
      {
        promise: 'six pages of a hundred rows of a megabyte are six short pages',
        kept: pages.every(({ status, length }) => status === 200 && length < 12_000_000),
        seen: `${pages.map(({ length }) => `${(length / 1e6).toFixed(1)} MB`).join(', ')}; heap ${heap.toFixed(0)} MB, ${rss.toFixed(0)} MB in all`,
      },
      {
        promise: 'the cursors of short pages lead to all rows',
        kept: walked.result === 120,
        seen: `${walked.result} rows`,
      },
      { promise: 'so is an include of them', kept: including === 200, seen: `${including}` },
      ...lists.result,
      unread,
    ];
  } finally {
    await client.end();
    await service.stop();
  }
};

async function page(url: string): Promise<{ status: number; length: number }> {
  const response = await fetch(url);
  return { status: response.status, length: (await response.arrayBuffer()).byteLength };
}

async function walk(origin: string): Promise<number> {
  let seen = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const response = await fetch(`${origin}/v1/products?limit=100${query}`);
    const body = (await response.json()) as { data: object[]; nextCursor: string | null };
    seen += body.data.length;
    cursor = body.nextCursor;
  }
  return seen;
}

/** Clients that ask for thirty pages each, one request right behind the other, and read nothing. */
async function unreadPages({ port, origin, vitals }: Running): Promise<Outcome> {
  const ahead = 'GET /v1/products?limit=100 HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(30);
  const clients = [];
  for (let n = 0; n < 10; n += 1) {
    const client = connect(port, '127.0.0.1').pause();
    client.on('error', () => {}).write(ahead);
    clients.push(client);
    // As many as are begun at once are not refused for a rush.
    await sleep(500);
  }
  const asked = await timed(() => statusOf(`${origin}/v1/products?limit=1`));
  const { heap, rss } = await vitals();
  for (const client of clients) client.destroy();
  return {
    promise: 'clients that ask for many pages ahead and read none end nothing',
    kept: asked.result === 200 && rss < 2 * HEAP,
    seen: `a page in ${asked.ms} ms, heap ${heap.toFixed(0)} MB, ${rss.toFixed(0)} MB in all`,
  };
}

/** Forty lists that read the whole table, and what becomes of everybody else meanwhile. */
async function slowLists(origin: string) {
  const slow = Promise.all(
    Array.from({ length: 40 }, () =>
      statusOf(`${origin}/v1/products?name%5Bcontains%5D=a&total=true&limit=1`),
    ),
  );
  const asked = await timed(() => statusOf(`${origin}/v1/products?limit=1`));
  const ready = await timed(() => statusOf(`${origin}/readyz`));
  const statuses = await slow;
  return [
    {
      promise: 'forty slow lists are answered, or refused with 503',
      kept: statuses.every((status) => status === 200 || status === 503),
      seen: `${statuses.filter((status) => status === 200).length} answered`,
    },
    {
      promise: 'others are served meanwhile, and it is ready',
      kept: asked.result === 200 && ready.result === 200,
      seen: `a page in ${asked.ms} ms, /readyz ${ready.result} in ${ready.ms} ms`,
    },
  ];
}
