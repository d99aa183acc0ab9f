import type { Schema, Table } from '../table.ts';

/** One thing about a schema that is likely to hurt later, with what to do about it. */
export interface Finding {
  /** Name of the rule, stable. */
  rule: string;
  severity: 'error' | 'warning' | 'info';
  /** `Table.id`. */
  table: string;
  /** Column keys it is about; empty when it is about the table. */
  columns: string[];
  message: string;
  /** Drizzle code to paste, or a sentence. */
  fix: string;
}

/** A rule looks at one table at a time and may look around in the schema. */
export type Rule = (table: Table, schema: Schema) => Finding[];

/** How a table is called in code: its export, else its name. */
export const codeName = ({ exportName, name }: Table) => exportName ?? name;
