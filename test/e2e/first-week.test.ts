import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { lendModules } from '../support/modules.ts';
import { type Ran, run, runKit } from '../support/outside.ts';

const booking = join(packageRoot(), 'test/fixtures/schemas/booking/schema.ts');

let parent: string;
let folder: string;

/** What a team does to a service of eight tables in its first days: each step starts from the one before. */
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'kit-week-'));
  chmodSync(parent, 0o755);
  const link = join(parent, 'node_modules', kitPackage().name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(packageRoot(), link);
  const flags = ['--casing', 'snake_case', '--no-install', '--no-git', '--yes'];
  const created = await runKit(['booking', '--schema', booking, ...flags], { cwd: parent });
  if (created.exitCode !== 0) throw new Error(created.stderr);
  folder = join(parent, 'booking');
  await lendModules(folder);
  await script('db:generate', '--', '--name', 'init');
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function script(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(['npm', 'run', ...args], { cwd: folder });
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

function add(...args: string[]): Promise<Ran> {
  return runKit(['add', ...args], { cwd: folder });
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  expect(change(text), path).not.toBe(text);
  writeFileSync(file, change(text));
}

const passed = /^ *Tests +\d+ passed \(\d+\)$/m;

/** Types, lint and format of the service, then the tests of some modules. */
async function proof(...modules: string[]): Promise<string> {
  await script('check');
  return script('test', '--', ...modules.map((name) => `src/modules/${name}/`));
}

it('takes fields, filters and orders away, and no test has to be touched', async () => {
  edit('src/db/schema/schema.ts', (text) =>
    text.replace(
      '    note: text(),',
      '    note: text(),\n    score: integer().notNull().default(0),',
    ),
  );
  await script('db:generate', '--', '--name', 'score');
  edit('src/modules/bookings/bookings.schemas.ts', (text) =>
    text
      .replaceAll(/^ {4}(?:note|status): true,\n/gm, '')
      .replace('    guestId: true,\n', '')
      .replace('bookingCreate.partial()', 'bookingCreate.omit({ code: true }).partial()')
      .replace("'arrivesOn', 'nights', ", "'arrivesOn', ")
      .replace("['id', 'code', 'arrivesOn']", "['id', 'arrivesOn']"),
  );
  edit('src/modules/payments/payments.schemas.ts', (text) =>
    text.replace('    bookingId: true,\n    cents: true,\n', ''),
  );
  await script('format');
  expect(await proof('bookings', 'payments', 'guests', 'rooms')).toMatch(passed);
});

it('adds a table whose neighbour does not send all of its columns', async () => {
  const about = ['--column', 'stars:integer', '--ref', 'booking:bookings'];
  const { exitCode, stderr } = await add('--new', 'reviews', ...about);
  expect(exitCode, stderr).toBe(0);
  expect(await proof('bookings', 'reviews')).toMatch(passed);
});
