import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';
import { type Ran, runKit } from '../support/outside.ts';
import {
  allPassed,
  createService,
  firstMigration,
  linkKit,
  noFindings,
  script,
  removeServices,
  servicesFolder,
} from './service.ts';

const booking = join(packageRoot(), 'test/fixtures/schemas/booking/schema.ts');

let parent: string;
let folder: string;

/** What a team does to a service of eight tables in its first days: each step starts from the one before. */
beforeAll(async () => {
  parent = servicesFolder('week');
  linkKit(parent);
  const args = ['--schema', booking, '--casing', 'snake_case'];
  folder = await createService(parent, 'booking', args);
  await firstMigration(folder);
});

afterAll(() => removeServices(parent));

function add(...args: string[]): Promise<Ran> {
  return runKit(['add', ...args], { cwd: folder });
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  expect(change(text), path).not.toBe(text);
  writeFileSync(file, change(text));
}

function testsOf(...modules: string[]): Promise<string> {
  return script(folder, 'test', '--', ...modules.map((name) => `src/modules/${name}/`));
}

it('takes fields, filters and orders away, and no test has to be touched', async () => {
  edit('src/db/schema/schema.ts', (text) =>
    text.replace(
      '    note: text(),',
      '    note: text(),\n    score: integer().notNull().default(0),',
    ),
  );
  await script(folder, 'db:generate', '--', '--name', 'score');
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
  await script(folder, 'format');
  expect(await testsOf('bookings', 'payments', 'guests', 'rooms')).toMatch(allPassed);
});

it('adds a table whose neighbour does not send all of its columns', async () => {
  const about = ['--column', 'stars:integer', '--ref', 'booking:bookings'];
  const { exitCode, stderr } = await add('--new', 'reviews', ...about);
  expect(exitCode, stderr).toBe(0);
  // Of what was taken away as well.
  expect(await script(folder, 'check')).toContain(noFindings);
  expect(await testsOf('bookings', 'reviews')).toMatch(allPassed);
});
