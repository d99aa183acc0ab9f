import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { planService } from '../../../src/plan/service.ts';
import { debianProgram } from '../../support/debian.ts';
import { column, schemaOf, table } from '../../unit/schema/helpers.ts';

const execute = promisify(execFile);
const kit = { name: 'create-backend-kit', version: '2.0.0', dependency: '^2.0.0' };
const EVERYTHING = { auth: 'built-in', clients: ['tax-office'], tracing: true };

/** What brings alerts of its own, in each combination. */
const services = ['none', 'built-in', 'external'].flatMap((auth) =>
  [[], ['tax-office']].map((clients) => ({ auth, clients, tracing: clients.length > 0 })),
);

let folder: string;
let promtool: Awaited<ReturnType<typeof debianProgram>>;

beforeAll(async () => {
  promtool = await debianProgram('promtool', 'prometheus');
  folder = mkdtempSync(join(tmpdir(), 'alerts-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function alertsOf(answers: object): Promise<string> {
  const schema = schemaOf(table('notes', { columns: [column('text')] }));
  const choices = { name: 'notes', pm: 'npm' as const, metrics: true, ...answers };
  const { files } = await planService({ answers: choices, schema, kit });
  const file = files.find(({ path }) => path === 'deploy/metrics/alerts.yml');
  return String(file?.content);
}

/** Runs promtool on files, and returns what it says; throws where it finds a fault. */
async function run(args: string[], files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { command, env } = promtool;
  const { stdout, stderr } = await execute(command, args, { cwd: folder, env });
  return `${stdout}${stderr}`;
}

it.each(services)(
  'promtool takes the alerts of a service with sign-in $auth and clients $clients',
  async (answers) => {
    const text = await alertsOf(answers);
    const said = await run(['check', 'rules', 'alerts.yml'], { 'alerts.yml': text });
    expect(said).toContain(`SUCCESS: ${text.split('- alert: ').length - 1} rules found`);
  },
);

/** Values of a series, a minute each: what it begins with, and what it grows by. */
const growing = (by: number) => `0+${by}x30`;
const always = (value: number) => `${value}+0x30`;

const answered = (status: number) =>
  `http_request_duration_seconds_count{method="GET",route="/v1/notes",status="${status}"}`;
const within = (seconds: string) =>
  `http_request_duration_seconds_bucket{method="GET",route="/v1/notes",status="200",le="${seconds}"}`;

/** For each alert, series that it is for, and such as nobody should be woken by. */
const meant: Record<string, { trouble: Record<string, string>; quiet: Record<string, string> }> = {
  ServiceFails: {
    trouble: { [answered(200)]: growing(1000), [answered(500)]: growing(20) },
    quiet: { [answered(200)]: growing(1000), [answered(500)]: growing(5) },
  },
  ServiceIsNotAvailable: {
    trouble: {
      [answered(200)]: growing(1000),
      [answered(503)]: growing(40),
      [answered(504)]: growing(40),
    },
    quiet: { [answered(200)]: growing(1000), [answered(503)]: growing(40) },
  },
  ServiceIsSlow: {
    trouble: {
      [within('1')]: growing(90),
      [within('2.5')]: growing(100),
      [within('+Inf')]: growing(100),
    },
    quiet: {
      [within('1')]: growing(99),
      [within('2.5')]: growing(100),
      [within('+Inf')]: growing(100),
    },
  },
  ServiceRefuses: {
    trouble: { http_requests_shed_total: growing(120) },
    quiet: { http_requests_shed_total: growing(30) },
  },
  ServiceWaitsForDatabase: {
    trouble: { database_waiting: always(3) },
    quiet: { database_waiting: '0 3 0 3 0 3 0 3 0 3 0 3 0 3 0 3 0 3 0 3 0 3 0 3 0 3 0 3 0 3 0' },
  },
  ServiceLoopIsLate: {
    trouble: { nodejs_eventloop_lag_p99_seconds: always(0.5) },
    quiet: { nodejs_eventloop_lag_p99_seconds: always(0.02) },
  },
  ServiceRetriesTransactions: {
    trouble: { database_retries_total: growing(120) },
    quiet: { database_retries_total: growing(30) },
  },
  SignInIsTriedOut: {
    trouble: {
      'sign_in_refused_total{reason="password"}': growing(40),
      'sign_in_refused_total{reason="limit"}': growing(40),
    },
    quiet: { 'sign_in_refused_total{reason="password"}': growing(30) },
  },
  RefreshTokensAreStolen: {
    trouble: { sign_in_sessions_reused_total: growing(1) },
    quiet: { sign_in_sessions_reused_total: '0+0x20 1+0x10' },
  },
  UpstreamIsLeftAlone: {
    trouble: { 'upstream_breaker_open{upstream="tax-office"}': always(1) },
    quiet: {
      'upstream_breaker_open{upstream="tax-office"}':
        '1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1',
    },
  },
  UpstreamIsRetried: {
    trouble: { 'upstream_retries_total{upstream="tax-office",failure="late"}': growing(120) },
    quiet: { 'upstream_retries_total{upstream="tax-office",failure="late"}': growing(30) },
  },
};

it('each alert is raised by what it is for, and by nothing less', async () => {
  const text = await alertsOf(EVERYTHING);
  const alerts = [...text.matchAll(/- alert: (\w+)[^]*?severity: (\w+)[^]*?summary: (.*)/g)];
  expect(alerts.map(([, name]) => name)).toEqual(Object.keys(meant));
  const tests = alerts.flatMap(([, name = '', severity, summary]) => {
    const upstream = name.startsWith('Upstream') ? { upstream: 'tax-office' } : {};
    const raised = { exp_labels: { severity, ...upstream }, exp_annotations: { summary } };
    const { trouble = {}, quiet = {} } = meant[name] ?? {};
    return [
      ruleTest(`${name} in trouble`, trouble, { alertname: name, exp_alerts: [raised] }),
      ruleTest(`${name} otherwise`, quiet, { alertname: name, exp_alerts: [] }),
    ];
  });
  const file = { rule_files: ['alerts.yml'], evaluation_interval: '1m', tests };
  // YAML takes JSON.
  const files = { 'alerts.yml': text, 'tests.yml': JSON.stringify(file) };
  expect(await run(['test', 'rules', 'tests.yml'], files)).toContain('SUCCESS');
});

function ruleTest(name: string, series: Record<string, string>, expected: object) {
  return {
    name,
    interval: '1m',
    input_series: Object.entries(series).map(([one, values]) => ({ series: one, values })),
    alert_rule_test: [{ eval_time: '25m', ...expected }],
  };
}
