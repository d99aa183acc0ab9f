import { LIMIT } from './bodies.ts';

/** Products that are taken, each with something that is dear, and as long as a body may be. */
export function full(categoryId: string): Record<string, string> {
  const product = { categoryId, sku: '#SKU#', name: 'Full', price: '1' };
  const text = (length: number, of = 'x') => of.repeat(length);
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  const bodies = {
    'a text of 100,000 letters beyond Latin': { description: text(100_000, '漢') },
    'a text that is half escapes': { description: text(50_000, '"\n') },
    '20,000 numbers': { attributes: numbers(20_000) },
    '20,000 long numbers': { attributes: numbers(20_000).map((n) => n / 7 + 1e5) },
    '9,000 objects': { attributes: numbers(9_000).map((n) => ({ [`k${n % 10}`]: n })) },
    '16,000 names': { attributes: Object.fromEntries(numbers(16_000).map((n) => [`k${n}`, n])) },
    'a thousand names with an escape': {
      attributes: Object.fromEntries(numbers(999).map((n) => [`"\n${n}`, n])),
    },
    'a thousand long addresses': {},
    'letters and numbers': { description: text(100_000, 'é'), attributes: numbers(19_000) },
  };
  return Object.fromEntries(
    Object.entries(bodies).map(([name, fields]) => [name, filled({ ...product, ...fields })]),
  );
}

/** What is left of the limit goes into addresses. */
function filled(product: object): string {
  const rest = LIMIT - Buffer.byteLength(JSON.stringify(product));
  const imageUrls = Array.from({ length: 1000 }, () =>
    'x'.repeat(Math.max(Math.floor(rest / 1000) - 5, 0)),
  );
  return JSON.stringify({ imageUrls, ...product });
}
