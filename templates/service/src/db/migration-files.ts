import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cutName } from './database-name';

/** A migration as `drizzle-kit generate` wrote it, or a person after `--custom`. */
export interface Migration {
  file: string;
  /** Tells it from all others, in the database too; the order of migrations is that of the journal. */
  when: number;
  hash: string;
  statements: string[];
}

interface Journal {
  entries: { tag: string; when: number }[];
}

const BREAKPOINT = '--> statement-breakpoint';

/** @returns undefined when there is no journal: no migration was ever written */
export function readMigrations(folder: string): Migration[] | undefined {
  const journal = path.join(folder, 'meta', '_journal.json');
  if (!existsSync(journal)) return undefined;
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as Journal;
  return entries.map(({ tag, when }) => {
    const file = `${tag}.sql`;
    const text = readFileSync(path.join(folder, file), 'utf8');
    const statements = statementsOf(text).filter((part) => withoutComments(part) !== '');
    return { file, when, hash: createHash('sha256').update(text).digest('hex'), statements };
  });
}

/** The mark between two statements, and what may hold its text without being one: comments, strings, names and `$$` bodies. */
const BREAKPOINT_OR_TEXT =
  /--> statement-breakpoint|--[^\n]*|\/\*[\s\S]*?\*\/|\be'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'|'[^']*'|"[^"]*"|(?<![\w$])(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1/gi;

function statementsOf(text: string): string[] {
  const statements: string[] = [];
  let start = 0;
  for (const { 0: found, index } of text.matchAll(BREAKPOINT_OR_TEXT)) {
    if (found !== BREAKPOINT) continue;
    statements.push(text.slice(start, index));
    start = index + found.length;
  }
  return [...statements, text.slice(start)];
}

/** What Postgres refuses inside a transaction. */
const ALONE =
  /^(?:(?:create (?:unique )?|drop |re)index (?:\([^)]*\) ?)?(?:(?:table|index|schema|database|system) )?concurrently |vacuum\b|reindex (?:\([^)]*\) ?)?(?:schema|database|system)\b|(?:create|drop) (?:database|tablespace)\b|(?:create|drop|alter) subscription\b|alter system\b|alter database \S+ set tablespace\b|alter table .* detach partition .* concurrently|cluster ?;?$)/i;

const NEW_VALUE = /^alter type .* add value (?:if not exists )?'((?:[^']|'')*)'/i;

/** Statements of a migration, from one up to another. */
export interface Part {
  from: number;
  to: number;
  /** One statement, outside of any transaction; otherwise all of them in one. */
  alone: boolean;
}

/** Cuts a migration where a statement can't be in a transaction with its neighbours. One without statements is one part. */
export function partsOf(statements: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (const at of statements.keys()) {
    const alone = runsAlone(statements, at);
    const last = parts.at(-1);
    if (last && !last.alone && !alone) last.to = at + 1;
    else parts.push({ from: at, to: at + 1, alone });
  }
  return parts.length > 0 ? parts : [{ from: 0, to: 0, alone: false }];
}

/**
 * Whether Postgres refuses the statement in a transaction, or it adds the value of an enum that a later one uses, which
 * Postgres allows only when the value is committed.
 */
function runsAlone(statements: readonly string[], at: number): boolean {
  const statement = withoutComments(statements[at] ?? '');
  if (ALONE.test(statement)) return true;
  const value = NEW_VALUE.exec(statement)?.[1];
  return value !== undefined && statements.slice(at + 1).some((later) => uses(later, value));
}

/** An added value may stand there only as the place of another one. */
function uses(statement: string, value: string): boolean {
  return statement.includes(`'${value}'`) && !NEW_VALUE.test(withoutComments(statement));
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[^\s".(]+)`;
const CONCURRENT_INDEX = new RegExp(
  String.raw`^create (?:unique )?index concurrently (?:if not exists )?(${NAME}) on (?:only )?((?:${NAME}\.)?${NAME})`,
  'i',
);

/** The index that the statement makes while others write, by its name in the catalog, and its table as SQL has it. */
export function concurrentIndex(statement: string): { name: string; table: string } | undefined {
  const found = CONCURRENT_INDEX.exec(withoutComments(statement));
  if (!found?.[1] || !found[2]) return undefined;
  return { name: catalogName(found[1]), table: found[2] };
}

function catalogName(name: string): string {
  const plain = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
  return cutName(plain);
}

/** One line, so that patterns need not think of white space. */
function withoutComments(statement: string): string {
  return statement
    .replace(/^(?:\s*--[^\n]*(?:\n|$)|\s*\/\*[\s\S]*?\*\/)*/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
