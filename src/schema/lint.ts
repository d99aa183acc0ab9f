import {
  missingTimestamps,
  moneyAsFloat,
  secretColumn,
  timestampWithoutTimezone,
  unboundedUniqueText,
} from './lint/columns.ts';
import type { Finding, Rule } from './lint/finding.ts';
import { cascadeAcrossAggregates, foreignKeyWithoutIndex, noPrimaryKey } from './lint/keys.ts';
import { filterWithoutIndex, sortIndexWithoutKey, textWithoutLength } from './lint/lists.ts';
import { missingFunction, missingType } from './lint/missing.ts';
import { nameTooLong } from './lint/names.ts';
import { refusedIndex, refusedReference } from './lint/refused.ts';
import type { Schema } from './table.ts';

export type { Finding } from './lint/finding.ts';

/** In the order in which their findings are listed for a table. */
const RULES: Rule[] = [
  noPrimaryKey,
  nameTooLong,
  refusedIndex,
  refusedReference,
  missingFunction,
  missingType,
  moneyAsFloat,
  foreignKeyWithoutIndex,
  sortIndexWithoutKey,
  cascadeAcrossAggregates,
  timestampWithoutTimezone,
  unboundedUniqueText,
  missingTimestamps,
  secretColumn,
  filterWithoutIndex,
  textWithoutLength,
];

/** What is likely to hurt in a schema, table by table. Tables that the person does not own are left in peace. Pure. */
export function lintSchema(schema: Schema): Finding[] {
  const own = schema.tables.filter(({ exportName }) => exportName !== null);
  return own.flatMap((table) => RULES.flatMap((rule) => rule(table, schema)));
}
