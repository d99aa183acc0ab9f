import { MOST_CPU, priceOf, start, statusOf } from '../service.ts';
import type { Attack, Outcome } from './attack.ts';

export const LIMIT = 1_048_576;

/** Bodies that are as long as they may be, and dear to look at. */
export const bodies: Attack = async (built) => {
  const service = await start(built);
  const send = (body: string, type = 'application/json') =>
    statusOf(`${service.origin}/v1/products`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
  try {
    await send('{}');
    const outcomes: Outcome[] = [];
    for (const [name, body] of Object.entries(fat())) {
      await service.vitals();
      const statuses = await Promise.all([1, 2, 3, 4].map(() => send(body)));
      const { loopMax, rss } = await service.vitals();
      const { price } = await priceOf(service.cpu, () => send(body));
      outcomes.push({
        promise: `four bodies of ${name} hold nobody up`,
        kept:
          statuses.every((status) => status === 413 || status === 422 || status === 400) &&
          price <= MOST_CPU,
        seen: `${[...new Set(statuses)].join()}, longest stall ${loopMax.toFixed(0)} ms, ${rss.toFixed(0)} MB; one of them ${price.toFixed(0)} ms of CPU`,
      });
    }
    return outcomes;
  } finally {
    await service.stop();
  }
};

export function fat(): Record<string, string> {
  const until = (text: string, end: string) => text.slice(0, LIMIT - end.length) + end;
  return {
    '500,000 wrong elements': until(`{"imageUrls":[${'1,'.repeat(LIMIT / 2)}`, '1]}').replace(
      /,1\]}$/,
      ']}',
    ),
    '100,000 unknown fields': `{${Array.from({ length: 90_000 }, (_, i) => `"f${i}":1`).join()}}`,
    'a deep list': `{"attributes":${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
    'a deep object': `{"attributes":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}}`,
    'one long text': `{"name":"${'x'.repeat(LIMIT - 20)}"}`,
    'many escapes': `{"name":"${String.raw`\u0041`.repeat(170_000)}"}`,
    'a number of a million digits': `{"stock":${'9'.repeat(LIMIT - 20)}}`,
    'names that are escaped': `{"attributes":{${names(String.raw`\n`, 'x'.repeat(30))}}}`,
    'names that are escaped for nothing': `{"attributes":{${names(String.raw`\u0041`, 'x'.repeat(30))}}}`,
    'one escaped name': `{"attributes":{"${String.raw`\n`.repeat(500_000)}":1}}`,
    'nothing but commas': `[${','.repeat(LIMIT - 2)}]`,
    'a megabyte of blanks': ' '.repeat(LIMIT),
  };
}

function names(before: string, after: string): string {
  return Array.from({ length: 19_000 }, (_, i) => `"${before}${i}${after}":1`).join();
}
