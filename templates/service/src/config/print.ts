import type { Checked } from './check';
import type { Source } from './sources';
import { type Secret, secrets, type Values } from './variables';

/**
 * The configuration as lines: each variable, its value and where it comes from.
 *
 * @param named where else values stand that came by the environment, by variable: `.env`
 */
export function configLines(
  { names, values, checked, sources, mistakes }: Checked<Values>,
  named: ReadonlyMap<string, string> = new Map(),
): string[] {
  const rows = names.map((name) => {
    const used = checked ? checked[name as keyof typeof checked] : values[name];
    const from = named.get(name) ?? placeOf(sources[name], used);
    return [name, shown(name, used), from] as const;
  });
  const width = (column: 0 | 1) => Math.min(60, Math.max(...rows.map((row) => row[column].length)));
  const [first, second] = [width(0), width(1)];
  return [
    ...rows.map(([name, value, from]) => `${name.padEnd(first)}  ${value.padEnd(second)}  ${from}`),
    ...mistakes.map((mistake) => `! ${mistake}`),
  ];
}

function placeOf(source: Source | undefined, used: unknown): string {
  if (used === undefined) return 'not set';
  return source?.from ?? 'default';
}

/** A value as text, without what is secret in it. */
function shown(name: string, value: string | number | boolean | string[] | undefined): string {
  if (value === undefined || value === '') return '-';
  const secret = isSecret(name) ? secrets[name] : undefined;
  if (secret === 'url') return maskedUrl(String(value));
  if (secret) return MASK;
  if (Array.isArray(value)) return value.join(',') || '-';
  return String(value);
}

const MASK = '***';

function isSecret(name: string): name is Secret {
  return Object.hasOwn(secrets, name);
}

/** Where a URL leads, without who is let in by it. */
function maskedUrl(value: string): string {
  if (!URL.canParse(value)) return MASK;
  const url = new URL(value);
  // Of a password that is not encoded, a part may be taken for a port, and the rest for a path.
  if (!url.username && value.includes('@')) return MASK;
  // Some services want the same token as both.
  if (url.username === url.password) url.username = url.password && MASK;
  if (url.password) url.password = MASK;
  for (const name of url.searchParams.keys()) {
    if (/pass|secret|token|key|auth/i.test(name)) url.searchParams.set(name, MASK);
  }
  url.hash = '';
  return url.href;
}
