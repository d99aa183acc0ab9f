import { expect, it } from 'vitest';
import { planService } from '../../../src/plan/service.ts';
import { column, schemaOf, table } from '../schema/helpers.ts';

const kit = { name: 'create-backend-kit', version: '2.0.0', dependency: '^2.0.0' };

interface Dashboard {
  panels: { id: number; gridPos: { x: number; y: number }; targets: { expr: string }[] }[];
}

/** What the page of metrics tells of, and the panels, of a service with these. */
async function planned(answers: { auth: 'none' | 'built-in'; clients: string[] }) {
  const schema = schemaOf(table('notes', { columns: [column('text')] }));
  const choices = { name: 'notes', pm: 'npm' as const, ...answers };
  const { files } = await planService({ answers: choices, schema, kit });
  const text = (path: string) =>
    files.find((file) => file.path === path)?.content.toString() ?? `no ${path}`;
  const rows = text('docs/metrics.md').matchAll(/^\| `(\w+)`/gm);
  const { panels } = JSON.parse(text('deploy/metrics/dashboard.json')) as Dashboard;
  return { metrics: [...rows].map(([, name = '']) => name), panels };
}

it.each([
  { auth: 'none' as const, clients: [], metrics: 5 },
  { auth: 'none' as const, clients: ['tax-office'], metrics: 7 },
  { auth: 'built-in' as const, clients: [], metrics: 7 },
  { auth: 'built-in' as const, clients: ['tax-office', 'bank'], metrics: 9 },
])('each metric has a panel: sign-in $auth, clients $clients', async ({ metrics, ...answers }) => {
  const service = await planned(answers);
  expect(service.metrics).toHaveLength(metrics);
  const queries = service.panels
    .flatMap(({ targets }) => targets.map(({ expr }) => expr))
    .join('\n');
  expect(service.metrics.filter((name) => !queries.includes(name))).toEqual([]);
  // What others measure is not asked for.
  expect(/sign_in_/.test(queries)).toBe(answers.auth === 'built-in');
  expect(/upstream_/.test(queries)).toBe(answers.clients.length > 0);
  const places = service.panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
  expect(new Set(places).size).toBe(places.length);
  expect(new Set(service.panels.map(({ id }) => id)).size).toBe(places.length);
});
