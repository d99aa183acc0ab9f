import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { parseFlags } from '../../../src/ask/flags.ts';
import { add } from '../../../src/commands/add/run.ts';
import { add as command } from '../../../src/commands/index.ts';
import { filesOf } from '../../support/folder.ts';
import { recordedTerminal } from '../../support/terminal.ts';
import { edit, service } from './service.ts';

// Each of them reads a schema in a process of its own, more than once.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const source = `
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
export const notes = pgTable('notes', { id: uuid('id').primaryKey(), text: text('text').notNull() });
`;

let folder: string;

beforeEach(async () => {
  folder = await service(source);
});

async function run(...args: string[]) {
  const terminal = recordedTerminal({ cwd: folder });
  const flags = parseFlags(['client', ...args, '--yes'], command.options, command.positionals);
  const { exitCode } = await add(flags, terminal);
  return { exitCode, text: terminal.text() };
}

const failure = (...args: string[]) => run(...args).catch((error: unknown) => error);

it('is as if it had been there from the start, and so is a second one', async () => {
  expect((await run('billing')).exitCode).toBe(0);
  const { exitCode, text } = await run('tax-office');
  expect(exitCode).toBe(0);
  expect(text).not.toContain('db:generate');
  const clients = ['billing', 'tax-office'];
  expect(filesOf(folder)).toEqual(filesOf(await service(source, { answers: { clients } })));
  const { parts } = JSON.parse(readFileSync(join(folder, 'backend-kit.json'), 'utf8'));
  expect(parts).toContainEqual({ kind: 'client', name: 'tax-office' });
});

it('is only shown by a dry run', async () => {
  const before = filesOf(folder);
  expect((await run('billing', '--dry-run')).text).toContain('billing.client.ts');
  expect(filesOf(folder)).toEqual(before);
});

it('leaves what somebody edited, and shows what would have changed', async () => {
  edit(folder, 'src/config/config.ts', (text) => `// Ours.\n${text}`);
  const { exitCode, text } = await run('billing');
  expect(exitCode).toBe(1);
  expect(text).toContain('+        url: values.BILLING_URL,');
  expect(readFileSync(join(folder, 'src/config/config.ts'), 'utf8')).toMatch(/^\/\/ Ours\./);
});

it('is refused under names that can not be, that meet others, and twice', async () => {
  for (const name of ['fetch', 'index', 'class', 'database', 'налоги', 'Tax', 'a--b', '9']) {
    expect(await failure(name), name).toMatchObject({ code: 'INVALID_CLIENT' });
  }
  expect(await failure()).toMatchObject({ code: 'MISSING_ANSWER' });
  expect(await failure('a', 'b')).toMatchObject({ code: 'INVALID_CLIENT' });
  edit(folder, 'src/config/variables.ts', (text) =>
    text.replace('PORT:', 'BILLING_URL: z.string().optional(),\n    PORT:'),
  );
  expect(await failure('billing')).toMatchObject({ code: 'INVALID_CLIENT' });
  expect((await run('tax-office')).exitCode).toBe(1);
  expect(await failure('tax-office')).toMatchObject({ code: 'CLIENT_THERE' });
});
