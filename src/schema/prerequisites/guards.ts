/** A Postgres identifier, quoted. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A Postgres string literal. */
export const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * Runs a statement only where a query finds no row. `IF NOT EXISTS` would not do: Postgres checks the privilege to create
 * before it looks whether the object is there.
 */
export const unless = (exists: string, statement: string) =>
  `DO $guard$ BEGIN IF NOT EXISTS (${exists}) THEN ${statement}; END IF; END $guard$;`;
