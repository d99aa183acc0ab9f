import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drop, rename } from './migrations/answers';
import {
  editMigration,
  type JournalEntry,
  journalEntries,
  readSnapshot,
  removeLast,
  writeMigration,
} from './migrations/files';
import { mendMigration } from './migrations/mend';
import { question } from './migrations/question';

/**
 * Writes a migration for what the schema has and the last one does not: drizzle-kit does, and what it writes wrongly is
 * mended. All of its arguments can be given, and these:
 *
 * `--rename <table>.<column>=<name>`, `--rename <table>=<name>`, `--drop <table>.<column>`, `--drop <table>`: the answers
 * to what it would ask in a terminal; each can be given more than once.
 * `--again` takes the last migration back first, for when no database has it yet.
 */
const project = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(project, 'drizzle');
/** What drizzle-kit says instead of asking where there is nobody to ask. */
const UNASKED = 'Interactive prompts require a TTY';

const { values, rest } = ownArguments(process.argv.slice(2));
process.exitCode = await allOrNothing(async () => {
  const before = journalEntries(folder);
  const again = values.again ? removeLast(folder) : undefined;
  const name = again ? ['--name', again.tag.replace(/^[^_]*_/, '')] : [];
  const hasAnswers = Boolean(values.rename ?? values.drop);
  for (const answer of values.rename ?? []) await answered(answer, rename);
  for (const answer of values.drop ?? []) await answered(answer, drop);
  const { code, errors } = await drizzleKit([...name, ...rest]);
  const added = journalEntries(folder).filter(
    (entry) => !isIn(before, entry) || entry.tag === again?.tag,
  );
  for (const entry of added) editMigration(folder, entry, mendMigration);
  if (errors.includes(UNASKED)) throw new Error(await question(folder));
  // What drizzle-kit says last is about what was left after the answers.
  if (hasAnswers) {
    console.log(`Written: ${added.map(({ tag }) => `drizzle/${tag}.sql`).join(', ')}`);
  }
  // drizzle-kit ends with 0 whatever went wrong.
  return code || (errors.trim() !== '' && added.length === 0 ? 1 : 0);
});

/** Runs a task and returns its exit code. Where it fails, the folder is as it was before. */
async function allOrNothing(task: () => Promise<number>): Promise<number> {
  // Ctrl-C ends drizzle-kit, too; what is half written is taken back after that.
  process.on('SIGINT', () => {});
  const copy = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  const hadFolder = existsSync(folder);
  if (hadFolder) cpSync(folder, copy, { recursive: true });
  const code = await task().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
  if (code !== 0) {
    rmSync(folder, { recursive: true, force: true });
    if (hadFolder) cpSync(copy, folder, { recursive: true });
  }
  rmSync(copy, { recursive: true });
  return code;
}

/** Writes the migration for a rename or a drop, so that drizzle-kit has nothing left to ask about it. */
async function answered(answer: string, apply: typeof rename): Promise<void> {
  const last = journalEntries(folder).at(-1);
  if (!last) throw new Error('There are no migrations yet, so nothing can be renamed or dropped.');
  const written = apply(readSnapshot(folder, last), answer);
  const { code, errors } = await drizzleKit(['--custom', ...rest]);
  const entry = journalEntries(folder).at(-1);
  if (code !== 0 || !entry || entry.tag === last.tag) throw new Error(errors);
  const { id, prevId } = readSnapshot(folder, entry);
  writeMigration(folder, entry, { ...written, snapshot: { ...written.snapshot, id, prevId } });
}

function isIn(entries: JournalEntry[], { tag }: JournalEntry): boolean {
  return entries.some((entry) => entry.tag === tag);
}

function ownArguments(args: string[]) {
  const own = {
    again: { type: 'boolean' },
    rename: { type: 'string', multiple: true },
    drop: { type: 'string', multiple: true },
  } as const;
  const { values: given, tokens } = parseArgs({ args, options: own, strict: false, tokens: true });
  const isOwn = (at: number) =>
    tokens.some(
      (token) =>
        token.kind === 'option' &&
        token.name in own &&
        (at === token.index || (at === token.index + 1 && token.inlineValue === false)),
    );
  return {
    values: given as { again?: boolean; rename?: string[]; drop?: string[] },
    rest: args.filter((_, at) => !isOwn(at)),
  };
}

/** Its errors are shown as they come, but for the stack trace that stands for a question. */
function drizzleKit(args: string[]): Promise<{ code: number; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('drizzle-kit', ['generate', ...args], {
      cwd: project,
      stdio: ['inherit', 'inherit', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (!errors.includes(UNASKED)) process.stderr.write(errors);
      resolve({ code: code ?? 1, errors });
    });
  });
}
