import { freeName, isIdentifier } from '../identifiers.ts';
import type { Table } from '../schema/table.ts';
import { type Names, namesOf } from './names.ts';
import { camelCase, splitWords } from '../words.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How generated code imports a table from the schema, under a name that nothing else in the file has. */
export interface TableReference {
  /** `orders`, or `tags as tagsTable` */
  import: string;
  /** `orders`, or `tagsTable` */
  id: string;
}

/** Whether generated files may call something so after a resource: `orderResponse`, `createOrder`, `orderRows`. */
export function isGenerated(name: string): boolean {
  return GENERATED.test(name);
}

const GENERATED =
  /(Response|Create|Update|Key|Params|Listing|Includes|Policy|Queries|Routes|Values|Rows?|Body|Parent)$|^create[\p{Lu}\p{Lo}]/u;

/**
 * The reference to each table. One whose name generated code uses for something else is imported under an alias, which is
 * no other table's name either.
 */
export function tableReferences(
  tables: readonly Table[],
  vocabulary: Vocabulary,
): Map<Table['id'], TableReference> {
  const exported = tables.map((table) => table.exportName ?? namesOf(table).camel);
  const isOurs = (name: string) => vocabulary.has(name) || isGenerated(name);
  const taken = new Set(exported);
  return new Map(
    tables.map((table, i) => {
      const name = exported[i] as string;
      const isPlain = isIdentifier(name);
      if (isPlain && !isOurs(name)) return [table.id, { import: name, id: name }];
      const words = splitWords(name);
      const id = freeName(
        [`${camelCase(words)}Table`, camelCase(['table', ...words])],
        (alias) => taken.has(alias) || isOurs(alias),
      );
      taken.add(id);
      return [table.id, { import: `${isPlain ? name : JSON.stringify(name)} as ${id}`, id }];
    }),
  );
}

/** A local variable for one row, which must not shadow anything. */
export function localName(
  { camelOne }: Names,
  vocabulary: Vocabulary,
  reserved: readonly string[] = [],
): string {
  return freeName(
    [camelOne, `${camelOne}Row`],
    (name) => vocabulary.has(name) || reserved.includes(name),
  );
}
