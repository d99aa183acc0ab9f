import type { MissingName } from '../table.ts';
import { codeName, type Finding, type Rule } from './finding.ts';

/** The first migration fails at a call of a function that nobody has made. Whether a migration makes it, the schema does not say. */
export const missingFunction: Rule = (table, { missingFunctions = [] }) =>
  missingFunctions.flatMap((missing) =>
    finding(table, missing, (place, name) => ({
      rule: 'missing-function',
      message: `${place} calls ${name}(), which neither Postgres nor the schema defines.`,
      fix: `Create it at the top of the migration that comes to call it: CREATE FUNCTION ${name}(...)`,
    })),
  );

/** Nor is there a table whose column has a type that nobody has made: a domain, or a composite one. */
export const missingType: Rule = (table, { missingTypes = [] }) =>
  missingTypes.flatMap((missing) =>
    finding(table, missing, (place, name) => ({
      rule: 'missing-type',
      message: `${place} has the type ${name}, which neither Postgres nor the schema defines.`,
      fix: `Create it in the migration that comes to use it, before the table: CREATE DOMAIN ${name} AS ..., or CREATE TYPE ${name} AS (...)`,
    })),
  );

function finding(
  table: Parameters<Rule>[0],
  { name, subject }: MissingName,
  say: (place: string, name: string) => Pick<Finding, 'rule' | 'message' | 'fix'>,
): Finding[] {
  const column = table.columns.find(({ key }) => subject === `${table.id}.${key}`);
  if (!column && subject !== table.id) return [];
  const place = column ? `${codeName(table)}.${column.key}` : codeName(table);
  return [
    {
      severity: 'info',
      table: table.id,
      columns: column ? [column.key] : [],
      ...say(place, name),
    },
  ];
}
