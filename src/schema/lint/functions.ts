import { codeName, type Rule } from './finding.ts';

/** The first migration fails at a call of a function that nobody has made. Whether a migration makes it, the schema does not say. */
export const missingFunction: Rule = (table, { missingFunctions = [] }) =>
  missingFunctions.flatMap(({ name, subject }) => {
    const column = table.columns.find(({ key }) => subject === `${table.id}.${key}`);
    if (!column && subject !== table.id) return [];
    const place = column ? `${codeName(table)}.${column.key}` : codeName(table);
    return {
      rule: 'missing-function',
      severity: 'info',
      table: table.id,
      columns: column ? [column.key] : [],
      message: `${place} calls ${name}(), which neither Postgres nor the schema defines.`,
      fix: `Create it at the top of the migration that comes to call it: CREATE FUNCTION ${name}(...)`,
    };
  });
