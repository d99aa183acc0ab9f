import type { Schema, Table } from './table.ts';

export interface FilledMigration {
  sql: string;
  /** Statements that still hold a `$1`, which Postgres will refuse. */
  unfilled: string[];
}

const STATEMENT = /(-->\s*statement-breakpoint\s*)/;
const PARAMETER = /\$\d/;

/**
 * Puts the values into the conditions of a migration that drizzle-kit generated. It writes `$1` for a value inside a
 * check, a partial index or a policy, and no migration can pass one.
 */
export function fillMigrationParameters(
  migration: string,
  { tables }: Pick<Schema, 'tables'>,
): FilledMigration {
  const unfilled: string[] = [];
  const parts = migration.split(STATEMENT).map((part) => {
    if (!PARAMETER.test(part)) return part;
    const filled = part
      .split('\n')
      .map((line) => (PARAMETER.test(line) ? fillLine(line, tables) : line))
      .join('\n');
    if (PARAMETER.test(filled)) unfilled.push(filled.trim());
    return filled;
  });
  return { sql: parts.join(''), unfilled };
}

/** drizzle-kit writes each constraint, index and policy on a line of its own. */
function fillLine(line: string, tables: Table[]): string {
  const check = /^(.*CONSTRAINT "([^"]+)" CHECK \()(.*)(\)[,;]?)$/.exec(line);
  if (check) {
    const known = tables.flatMap(({ checks }) => checks).find(({ name }) => name === check[2]);
    return known?.sql ? `${check[1]}${known.sql}${check[4]}` : line;
  }
  const index = /^(CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?"([^"]+)" .*? WHERE )(.*?)(;?)$/.exec(
    line,
  );
  if (index) {
    const known = tables.flatMap(({ indexes }) => indexes).find(({ name }) => name === index[2]);
    return known?.where ? `${index[1]}${known.where}${index[4]}` : line;
  }
  return fillPolicy(line, tables);
}

function fillPolicy(line: string, tables: Table[]): string {
  const policy =
    /^((?:CREATE|ALTER) POLICY "([^"]+)" ON (?:"[^"]+"\.)?"([^"]+)" .*?TO .*?)( USING \(| WITH CHECK \()/.exec(
      line,
    );
  const known = tables
    .find(({ name }) => name === policy?.[3])
    ?.policies?.find(({ name }) => name === policy?.[2]);
  if (!policy || !known) return line;
  const using = known.using ? ` USING (${known.using})` : '';
  const withCheck = known.withCheck ? ` WITH CHECK (${known.withCheck})` : '';
  return `${policy[1]}${using}${withCheck};`;
}
