import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.resolve('node_modules', '.tracing-'));
  await bundle(['src/main.ts'], folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

test('OpenTelemetry is not loaded by a service that sends no traces', () => {
  const loaded = importedBy('main.js');
  expect(loaded).toContain('fastify');
  expect([...loaded].filter((name) => name.startsWith('@opentelemetry/'))).toEqual([]);
});

/** What a built file imports at once, and not when somebody asks for it: packages, and what other built files import. */
function importedBy(file: string, found = new Set<string>()): Set<string> {
  const text = readFileSync(path.join(folder, file), 'utf8');
  for (const [, name = ''] of text.matchAll(/^(?:import|export|\}) ?[^;'"]*["']([^"']+)["'];$/gm)) {
    if (found.has(name)) continue;
    found.add(name);
    if (name.startsWith('./')) importedBy(name, found);
  }
  return found;
}
