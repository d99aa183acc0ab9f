import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type Child, stopChild } from '../support/children.ts';
import type { Figure } from './figure.ts';
import { operations } from './http/operations.ts';
import { fillProducts } from './http/products.ts';
import { BUILT, measure, type Server, startLoad, startServer } from './http/server.ts';
import { ORIGIN, POOL_SIZE, productionEnv, type Shop } from './shop.ts';
import { repeat, summarise } from './stats.ts';

const ROUNDS = 8;
const ROUND = 2000;
const PERSON = { email: 'ann@example.com', password: 'correct horse of Ann' };

/** What a signed-in request may cost over an anonymous one. */
const TARGETS: Record<string, number> = { 'get by id': 1.15, 'list of 20': 1.1 };

/**
 * What it costs to know who calls: products, which anybody reads, with a token and without, on one server; and how many people
 * log in and go on in a second.
 */
export async function signInFigures(shop: Shop, log: (line: string) => void): Promise<Figure[]> {
  const { ids, categoryId } = await fillProducts(shop.databaseUrl);
  const load = startLoad();
  const envOf = (port: number) => ({ ...productionEnv(shop, port), ...signInEnv() });
  const server = await startServer(BUILT, { cwd: shop.folder, envOf });
  try {
    await register(server, shop.databaseUrl);
    const figures: Figure[] = [];
    for (const { name, status, requests } of operations(ids, categoryId)) {
      const atMost = TARGETS[name];
      if (atMost === undefined) continue;
      log(`signed in, ${name} ...`);
      const operation = { status, requests };
      figures.push(...(await compare({ load, server }, { name, operation, atMost })));
    }
    log('log-ins and refreshes ...');
    return [...figures, await logIns({ load, server }), await refreshes(server)];
  } finally {
    await Promise.all([load, server.child].map(stopChild));
  }
}

/** As in production, but without limits, which would end the run. */
function signInEnv(): NodeJS.ProcessEnv {
  return {
    AUTH_SECRET: randomBytes(32).toString('base64'),
    AUTH_ISSUER: 'https://api.example.com',
    AUTH_APP_URL: ORIGIN,
    AUTH_LIMIT_ADDRESS: '0',
    AUTH_LIMIT_FREE: '1000000',
    AUTH_LIMIT_MAILS: '0',
    MAIL_URL: 'smtps://127.0.0.1:9',
    MAIL_FROM: 'shop@example.com',
  };
}

/** Nobody reads the mail, so the address is confirmed where the link would do it. */
async function register(server: Server, url: string): Promise<void> {
  const profile = { firstName: 'Ann', lastName: 'Lee' };
  await send(server, 'register', { ...PERSON, profile });
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('update sign_in_accounts set email_verified_at = now()');
  await client.end();
}

async function logIn(server: Server): Promise<{ accessToken: string; refreshToken: string }> {
  return send(server, 'login', { ...PERSON, client: 'api' });
}

async function send<Answer>({ port }: Server, path: string, body: object): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as Answer;
}

async function compare(
  { load, server }: { load: Child; server: Server },
  {
    name,
    operation,
    atMost,
  }: { name: string; operation: { status: number; requests: string[] }; atMost: number },
): Promise<Figure[]> {
  const { accessToken } = await logIn(server);
  const header = `\r\nauthorization: Bearer ${accessToken}\r\n\r\n`;
  const signed = {
    ...operation,
    requests: operation.requests.map((request) => request.replace('\r\n\r\n', header)),
  };
  const run = async (what: typeof operation) =>
    (await measure(load, server, what, { milliseconds: ROUND })).cpu;
  await run(signed);
  await run(operation);
  const rounds = await repeat(ROUNDS, async () => {
    const [before, known, after] = [await run(operation), await run(signed), await run(operation)];
    return { known, anonymous: (before + after) / 2 };
  });
  const section = `Signed in, ${name}`;
  const sample = (value: (round: (typeof rounds)[number]) => number) =>
    summarise(rounds.map(value));
  const unit = 'us/request';
  return [
    { section, name: 'CPU, anonymous', unit, sample: sample(({ anonymous }) => anonymous) },
    { section, name: 'CPU, signed in', unit, sample: sample(({ known }) => known) },
    {
      section,
      name: 'CPU, signed in / anonymous',
      unit: 'ratio',
      sample: sample(({ known, anonymous }) => known / anonymous),
      target: { atMost },
    },
  ];
}

async function logIns({ load, server }: { load: Child; server: Server }): Promise<Figure> {
  const json = JSON.stringify({ ...PERSON, client: 'api' });
  const head = `POST /v1/auth/login HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${json.length}`;
  const operation = { status: 200, requests: [`${head}\r\n\r\n${json}`] };
  const rounds = await repeat(4, () => measure(load, server, operation, { milliseconds: ROUND }));
  return {
    section: 'Sign-in',
    name: 'log-ins',
    unit: 'requests/s',
    sample: summarise(rounds.map(({ rate }) => rate)),
    note: 'Argon2id as OWASP asks for it, two at once',
  };
}

/** Sessions that each go on from one token to the next. */
async function refreshes(server: Server): Promise<Figure> {
  const sessions = await repeat(POOL_SIZE, () => logIn(server));
  const rates = await repeat(4, async () => {
    const start = performance.now();
    let count = 0;
    await Promise.all(
      sessions.map(async (session) => {
        while (performance.now() - start < ROUND) {
          const { refreshToken } = session;
          Object.assign(session, await send(server, 'refresh', { refreshToken }));
          count += 1;
        }
      }),
    );
    return (count / (performance.now() - start)) * 1000;
  });
  return {
    section: 'Sign-in',
    name: 'refreshes',
    unit: 'requests/s',
    sample: summarise(rates),
    note: 'each rotates; sent by a client that takes a part of the machine',
  };
}
