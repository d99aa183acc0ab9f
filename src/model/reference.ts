import type { Table } from '../schema/table.ts';
import { camelCase, type Names, splitWords } from './names.ts';

/** How generated code imports a table from the schema, under a name that nothing else in the file has. */
export interface TableReference {
  /** `orders`, or `tags as tagsTable` */
  import: string;
  /** `orders`, or `tagsTable` */
  id: string;
}

/**
 * Identifiers that generated files use for something else, beside JavaScript's own words. A table of such a name is
 * imported under an alias.
 */
const TAKEN = new Set(
  `and asc asyncContext byKey columns count createInsertSchema createSelectSchema db decimal describe desc db
  effect eq etag expect expectedVersions expectProblem includeQuery includedShape inArray insertStatement int64 interval
  isFresh isNull it itemUrl json jsonBody keyText linked listQuery live many next notEmpty notFound one overrides owner
  pageOf pageReader pair pickColumns preconditionFailed prepared problemResponses sequence sql t tags time timestamp
  timestampText update updateStatement url urlOf uuid values walk withIncluded z day dayText bytes link unlink list select
  insert remove request reply app queries params body rowVersion hasVersion retryTransient loadIncludes ownerParams linkParams
  sampleUuid App Database Transaction TestApp body duringWrite failOnce item method n original payload response target
  schema abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default
  delete do else enum eval export extends false finally for from function get if implements import in instanceof interface
  let module new null number object of package private protected public require return set static string super switch symbol
  this throw true try type typeof undefined var void while with yield`.split(/\s+/),
);

/** The reference to a table whose resource has these names. */
export function tableReference(table: Table, names: Names): TableReference {
  const name = table.exportName ?? names.camel;
  const generated = /(Response|Create|Update|Params|Listing|Includes|Queries|Routes|Values|Body)$/;
  const isPlain = /^[A-Za-z_$][\w$]*$/.test(name);
  if (isPlain && !TAKEN.has(name) && !generated.test(name)) return { import: name, id: name };
  const alias = `${camelCase(splitWords(name))}Table`;
  return { import: `${isPlain ? name : JSON.stringify(name)} as ${alias}`, id: alias };
}

/** A local variable for one row, which must not shadow anything. */
export function localName(names: Names, reserved: readonly string[] = []): string {
  return TAKEN.has(names.camelOne) || reserved.includes(names.camelOne)
    ? `${names.camelOne}Row`
    : names.camelOne;
}
