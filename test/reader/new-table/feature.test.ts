import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
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
const id = () => uuid('id').primaryKey().defaultRandom();
export const users = pgTable('users', { id: id(), email: text('email').notNull().unique() });
export const notes = pgTable('notes', {
  id: id(),
  text: text('text').notNull(),
  userId: uuid('user_id').notNull().references(() => users.id),
});
export const pages = pgTable('pages', { id: id(), text: text('text').notNull() });
`;

let folder: string;

beforeEach(async () => {
  folder = await service(source);
});

async function run(...args: string[]) {
  const terminal = recordedTerminal({ cwd: folder });
  const flags = parseFlags([...args, '--yes'], command.options, command.positionals);
  const { exitCode } = await add(flags, terminal);
  return { exitCode, text: terminal.text() };
}

const failure = (...args: string[]) => run(...args).catch((error: unknown) => error);

describe('what a service was made without', () => {
  it.each(['built-in', 'external'] as const)(
    'is as if it had been there from the start: %s',
    async (auth) => {
      const { exitCode, text } = await run('auth', '--auth', auth, '--public-read', 'pages');
      expect(exitCode).toBe(0);
      expect(text).toContain('notes  each user their own (user_id)');
      const other = await service(source, { answers: { auth, publicRead: ['pages'] } });
      expect(filesOf(folder)).toEqual(filesOf(other));
    },
  );

  it('leaves files that somebody edited, shows what would have changed in them, and says so by its exit code', async () => {
    const queries = 'src/modules/notes/notes.queries.ts';
    edit(folder, 'README.md', (text) => `${text}\nOurs.\n`);
    edit(folder, queries, (text) => `// Ours.\n${text}`);
    const { exitCode, text } = await run('auth');
    expect(exitCode).toBe(1);
    for (const path of ['README.md', queries]) {
      expect(text).toContain(`+++ ${path}`);
      expect(readFileSync(join(folder, path), 'utf8')).toMatch(/Ours\.$/m);
    }
    expect(text).toContain('+const updateRow = within(');
    expect(readFileSync(join(folder, 'src/app.ts'), 'utf8')).toContain('registerAuth(');
  });

  it('may be a page, an image, a workflow, keys, metrics or traces', async () => {
    const names = ['docs', 'docker', 'ci', 'idempotency', 'metrics', 'tracing'];
    const all = (isOn: boolean) => Object.fromEntries(names.map((name) => [name, isOn]));
    folder = await service(source, { answers: all(false) });
    for (const name of names) expect((await run(name)).exitCode).toBe(0);
    expect(filesOf(folder)).toEqual(filesOf(await service(source, { answers: all(true) })));
  });

  it('may be secrets of AWS, and what was answered about anything else stays', async () => {
    const { exitCode, text } = await run('secrets', '--secrets', 'aws');
    expect(exitCode).toBe(0);
    expect(text).toContain('docs/aws-secrets.md');
    const secrets = { secrets: 'aws' } as const;
    expect(filesOf(folder)).toEqual(filesOf(await service(source, { answers: secrets })));
    expect((await run('auth', '--auth', 'external')).exitCode).toBe(0);
    const both = { answers: { ...secrets, auth: 'external' } } as const;
    expect(filesOf(folder)).toEqual(filesOf(await service(source, both)));
  });

  it('is only shown by a dry run', async () => {
    const before = filesOf(folder);
    expect((await run('auth', '--dry-run')).text).toContain('notes.policy.ts');
    expect(filesOf(folder)).toEqual(before);
  });

  it('is refused where there is one, where there is none to add, and beside tables', async () => {
    expect(await failure('auth', '--auth', 'none')).toMatchObject({ code: 'FLAGS_DO_NOT_COMBINE' });
    expect(await failure('auth', 'notes')).toMatchObject({ code: 'FLAGS_DO_NOT_COMBINE' });
    for (const name of ['auth', 'tracing']) {
      expect(await failure(name, '--secrets', 'aws')).toMatchObject({
        code: 'FLAGS_DO_NOT_COMBINE',
        hint: 'Without --secrets, which is of something else: add that before it or after it.',
      });
    }
    expect(await failure('secrets')).toMatchObject({ hint: 'Say which: --secrets aws' });
    folder = await service(source, { answers: { auth: 'external' } });
    expect(await failure('auth')).toMatchObject({ code: 'FEATURE_THERE' });
  });
});
