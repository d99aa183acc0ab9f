import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../../ask/ask.ts';
import { KitError } from '../../errors.ts';
import { countFindings, printFindings } from '../../report/findings.ts';
import { abortable, say } from '../../terminal.ts';
import type { RunCommand } from '../command.ts';
import { lintOptions } from './options.ts';

/** Where a project's schema usually lies, tried in this order. */
const usualPlaces = [
  'src/db/schema/index.ts',
  'src/db/schema',
  'src/db/schema.ts',
  'src/schema.ts',
  'db/schema.ts',
  'drizzle/schema.ts',
];

/** `lint`: prints what it finds; exit code 1 on an error, or on more warnings than `--max-warnings` allows. */
export const lint: RunCommand = async (flags, terminal) => {
  const context = { cwd: terminal.cwd, env: terminal.env, tables: [] };
  const answers = await ask(lintOptions, { flags, earlier: {}, context, prompt: undefined });
  const { loadSchema } = await import('../../schema/load.ts');
  const { lintSchema } = await import('../../schema/lint.ts');

  const sources = answers.schema.length > 0 ? answers.schema : [usualSchema(terminal.cwd)];
  const casing = answers.casing === 'auto' ? {} : { casing: answers.casing };
  const schema = await abortable(
    loadSchema({ sources, cwd: terminal.cwd, asIs: true, ...casing }),
    terminal.signal,
  );
  const findings = lintSchema(schema);

  printFindings(terminal, findings);
  if (findings.length > 0) say(terminal);
  const tables = schema.tables.length === 1 ? '1 table' : `${schema.tables.length} tables`;
  say(terminal, `${tables}: ${countFindings(findings)}.`);
  const count = (severity: string) => findings.filter((f) => f.severity === severity).length;
  const isTooMany = count('warning') > Number(answers.maxWarnings);
  return {
    exitCode: count('error') > 0 || isTooMany ? 1 : 0,
    json: { command: 'lint', sources, tables: schema.tables.length, findings },
  };
};

function usualSchema(cwd: string): string {
  const found = usualPlaces.find((place) => existsSync(join(cwd, place)));
  if (found) return found;
  throw new KitError(
    'MISSING_ANSWER',
    'Missing: --schema <path>.',
    `There is no schema where one usually lies (${usualPlaces.slice(0, 3).join(', ')}).`,
  );
}
