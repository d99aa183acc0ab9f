import { parseSync } from 'libpg-query';
import { loadSqlParser } from '../../sql-parser.ts';
import type { SqlText } from '../read-result.ts';

/** A function that is called in some SQL, as Postgres understands its name: in small letters unless it is quoted. */
export interface Call {
  /** As written; null where the call says none. */
  schema: string | null;
  name: string;
  /** What the SQL belongs to. */
  subject: string;
}

/** The functions that pieces of SQL call, each with the first thing that calls it. What does not parse calls nothing. */
export async function callsIn(sql: SqlText[]): Promise<Call[]> {
  const texts = sql.filter(({ text }) => text.includes('('));
  if (texts.length === 0) return [];
  await loadSqlParser();
  const calls = new Map<string, Call>();
  for (const { subject, text } of texts) {
    for (const { schema, name } of namesIn(parsed(text))) {
      const id = JSON.stringify([schema, name]);
      if (!calls.has(id)) calls.set(id, { schema, name, subject });
    }
  }
  return [...calls.values()];
}

/** What a piece of SQL may be: an expression, what an index is made of (with an order or a class), the query of a view. */
const FORMS = [
  (text: string) => `SELECT (${text})`,
  (text: string) => `CREATE INDEX ON t (${text})`,
  (text: string) => text,
];

function parsed(text: string): unknown {
  for (const form of FORMS) {
    try {
      return parseSync(form(text));
    } catch {
      // Another form, then; Postgres itself says what is wrong with SQL that has none.
    }
  }
  return undefined;
}

/** Goes through a whole syntax tree: a call may stand anywhere in it, among the tables of a query, too. */
function namesIn(node: unknown): Pick<Call, 'schema' | 'name'>[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.values(node).flatMap(namesIn);
  const called =
    'FuncCall' in node ? (node.FuncCall as { funcname?: unknown[] }).funcname : undefined;
  if (!called) return inner;
  const parts = called.map((part) => (part as { String: { sval: string } }).String.sval);
  return [{ schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' }, ...inner];
}
