import { Client } from 'pg';
import { type Running, start } from '../service.ts';
import type { Attack, Outcome } from './attack.ts';
import { fat } from './bodies.ts';
import { full } from './full-bodies.ts';

/** How many times their own size a body and its answer may take of memory. */
const MOST = 10;

/** What any request takes, however small, and what is new and was not collected yet. */
const ANY = 1_000_000;

/** What was not collected yet counts as well: that is never much where little is new, and where each collection is a whole one. */
const FLAGS = ['--max-semi-space-size=1', '--gc-global'];

/** Bodies that are as long as they may be, those that are refused and those that are taken, one at a time. */
export const memory: Attack = async (built) => {
  const client = new Client({ connectionString: built.databaseUrl });
  await client.connect();
  const service = await start(built, {}, FLAGS);
  try {
    await client.query('truncate products, categories cascade');
    const { rows } = await client.query<{ id: string }>(
      `insert into categories (name, slug) values ('full', 'full') returning id`,
    );
    const outcomes: Outcome[] = [];
    for (const [name, body] of Object.entries({ ...fat(), ...full(rows[0]?.id ?? '') })) {
      outcomes.push(await outcomeOf(service, name, body));
    }
    return outcomes;
  } finally {
    await client.end();
    await service.stop();
  }
};

async function outcomeOf(service: Running, name: string, body: string): Promise<Outcome> {
  const statuses = new Set<number>();
  let [count, answered] = [0, 0];
  const send = async () => {
    count += 1;
    const headers = { 'content-type': 'application/json' };
    const text = body.replace('#SKU#', `FULL-${count}-${Date.now()}`);
    const response = await fetch(`${service.origin}/v1/products`, {
      method: 'POST',
      headers,
      body: text,
    });
    answered = (await response.arrayBuffer()).byteLength;
    statuses.add(response.status);
  };
  // Compiling is paid for by the first ones; of the others, the least counts: what else the process does comes on top.
  for (let i = 0; i < 2; i++) await send();
  const size = Buffer.byteLength(body);
  const takes: number[] = [];
  for (let i = 0; i < 2; i++) takes.push(await service.taken(send));
  const kept = Math.max(0, (await service.kept(send)) - ANY) / size;
  const taken = Math.max(0, Math.min(...takes) - ANY);
  const times = taken / (size + answered);
  return {
    promise: `a body of ${name} holds at most ${MOST} times its size of memory, and takes as much of its and its answer's, beside a megabyte`,
    kept:
      times <= MOST &&
      kept <= MOST &&
      [...statuses].every((status) => [201, 400, 413, 422].includes(status)),
    seen: `${[...statuses].join()}, holds ${kept.toFixed(1)}; takes ${times.toFixed(1)}, ${(taken / size).toFixed(1)} of its own`,
  };
}
