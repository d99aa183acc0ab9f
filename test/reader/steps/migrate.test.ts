import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { applyMigrations } from '../../../src/steps/migrate.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { recordedTerminal } from '../../support/terminal.ts';

/** A service whose node prints its arguments, then what it is told to, and ends with the given code. */
function serviceWith(prints: string, exitCode: number): string {
  const node = 'node_modules/.bin/node';
  const folder = temporaryFolder({
    'scripts/with-database.ts': "if (options.has('--development')) process.exit(78);",
    [node]: `#!/bin/sh\necho "$@" > arguments\ncat <<'END'\n${prints}\nEND\nexit ${exitCode}\n`,
  });
  chmodSync(join(folder, node), 0o755);
  return folder;
}

it('leaves a database alone that somebody names, and says who', async () => {
  const folder = serviceWith('DATABASE_URL in .env names a database: db.example/company.', 78);
  const terminal = recordedTerminal();
  const result = await applyMigrations(terminal, { folder, pm: 'npm' });
  expect(result).toMatchObject({ step: 'migrate', status: 'skipped' });
  expect(result.detail).toContain(
    'not applied: DATABASE_URL in .env names a database: db.example/',
  );
  expect(result.advice?.join('\n')).toContain('npm run db:migrate');
  // It takes a decision first: in the commands to type next it would be run without one.
  expect(result.command).toBeUndefined();
  expect(terminal.text()).toContain('\n- Applying');
  expect(readFileSync(join(folder, 'arguments'), 'utf8')).toContain(
    'with-database.ts --development',
  );
});

it('does not run a script that may lead to any database', async () => {
  const folder = serviceWith('never run', 0);
  for (const text of ['', 'its own']) {
    const other = temporaryFolder(text ? { 'scripts/with-database.ts': text } : {});
    const result = await applyMigrations(recordedTerminal(), { folder: other, pm: 'npm' });
    expect(result).toMatchObject({ status: 'skipped', detail: expect.stringContaining('not run') });
  }
  const known = await applyMigrations(recordedTerminal(), { folder, pm: 'npm' });
  expect(known).toMatchObject({ status: 'done' });
});

it('says what to change after a statement was refused: the same command would fail again', async () => {
  const refused = (file: string, why: string) =>
    serviceWith(`Statement 2 of drizzle/${file} was refused: ${why}`, 1);
  const after = async (folder: string) =>
    applyMigrations(recordedTerminal(), { folder, pm: 'npm' });
  const result = await after(refused('0000_init.sql', 'function a() does not exist'));
  expect(result).toMatchObject({
    status: 'failed',
    command: 'npm run db:generate -- --again && npm run db:migrate',
    output: expect.stringContaining('drizzle/0000_init.sql was refused'),
  });
  expect(result.advice?.join('\n')).toMatch(
    /calls a\(\)[\s\S]*Correct .* in drizzle\/0000_init\.sql/,
  );
  const lacking = await after(refused('0000_prerequisites.sql', 'extension "x" is not available'));
  expect(lacking).toMatchObject({ command: 'npm run db:migrate' });
  expect(lacking.advice?.join()).toContain('TEST_DATABASE_URL');
});
