import { quote } from '../code.ts';
import { Identifiers } from './identifiers.ts';
import type { Snapshot, SnapshotTable, SnapshotView } from './snapshot.ts';

/** Everything of drizzle-orm/pg-core that the written module may call; none of its constants may have such a name. */
export const builders = (
  'pgTable pgSchema pgEnum pgView pgMaterializedView pgSequence pgPolicy customType foreignKey primaryKey unique ' +
  'uniqueIndex index check smallint integer bigint serial smallserial bigserial text varchar char uuid boolean real ' +
  'doublePrecision numeric json jsonb inet cidr macaddr macaddr8 date time timestamp interval point line vector ' +
  'halfvec sparsevec AnyPgColumn'
).split(' ');

/** The module being written: which constant stands for what, and which custom types were needed. */
export class Module {
  readonly #names = new Identifiers(builders);
  readonly #constants = new Map<string, string>();
  readonly #customTypes = new Map<string, string>();
  readonly #sequences: Set<string>;
  /** Tables in the order in which they are written: a referenced one comes first wherever there is no cycle. */
  readonly tables: SnapshotTable[];

  constructor(snapshot: Snapshot) {
    this.#sequences = new Set(Object.values(snapshot.sequences).map(({ name }) => name));
    this.tables = inReferenceOrder(Object.values(snapshot.tables));
    for (const table of this.tables) this.#name('relation', table, 'Table');
    for (const view of Object.values(snapshot.views)) this.#name('relation', view, 'View');
    for (const item of Object.values(snapshot.enums)) this.#name('enum', item, 'Enum');
    for (const item of Object.values(snapshot.sequences)) this.#name('sequence', item, 'Sequence');
    for (const name of Object.keys(snapshot.schemas)) {
      this.#constants.set(key('schema', '', name), this.#names.take(name, 'Schema'));
    }
  }

  relation({ schema, name }: Pick<SnapshotTable | SnapshotView, 'schema' | 'name'>): string {
    return this.#of('relation', schema, name);
  }

  enumeration(schema: string, name: string): string {
    return this.#of('enum', schema, name);
  }

  sequence(schema: string, name: string): string {
    return this.#of('sequence', schema, name);
  }

  /** Whether the module defines a sequence of this name, rather than a table's serial column. */
  hasSequence(name: string): boolean {
    return this.#sequences.has(name);
  }

  /** `pgTable` for the default schema, `billing.table` for another one. */
  factory(schema: string, plain: string, ofSchema: string): string {
    return isDefault(schema) ? plain : `${this.#of('schema', '', schema)}.${ofSchema}`;
  }

  schema(name: string): string {
    return this.#of('schema', '', name);
  }

  /** True when a table is written before another, so that it can be referred to without a hint to the compiler. */
  isBefore(target: { schema: string; name: string }, table: SnapshotTable): boolean {
    const at = (wanted: { schema: string; name: string }): number =>
      this.tables.findIndex(
        (t) => key('', t.schema, t.name) === key('', wanted.schema, wanted.name),
      );
    return at(target) < at(table);
  }

  /** The constant of a type that drizzle has no builder for. */
  customType(sqlType: string): string {
    const known = this.#customTypes.get(sqlType);
    if (known) return known;
    const name = this.#names.take(sqlType, 'Type');
    this.#customTypes.set(sqlType, name);
    return name;
  }

  /** The definitions of the custom types that were asked for. */
  customTypes(): string[] {
    return [...this.#customTypes].map(([sqlType, name]) => {
      const data = sqlType === 'bytea' ? 'Buffer' : 'string';
      return `const ${name} = customType<{ data: ${data} }>({ dataType: () => ${quote(sqlType)} });`;
    });
  }

  #name(kind: string, { schema, name }: { schema: string; name: string }, suffix: string): void {
    const constant = isDefault(schema) ? name : `${schema}_${name}`;
    this.#constants.set(key(kind, schema, name), this.#names.take(constant, suffix));
  }

  #of(kind: string, schema: string, name: string): string {
    const constant = this.#constants.get(key(kind, schema, name));
    if (constant === undefined) throw new Error(`no ${kind} ${schema}.${name} in the snapshot`);
    return constant;
  }
}

/** True for the schema that drizzle needs no name for. */
export function isDefault(schema: string): boolean {
  return schema === '' || schema === 'public';
}

function key(kind: string, schema: string, name: string): string {
  return JSON.stringify([kind, isDefault(schema) ? '' : schema, name]);
}

/** Depth first, so that what a table refers to precedes it; a cycle is cut where it closes. */
function inReferenceOrder(tables: SnapshotTable[]): SnapshotTable[] {
  const byKey = new Map(tables.map((table) => [key('', table.schema, table.name), table]));
  const ordered = new Set<SnapshotTable>();
  const visiting = new Set<SnapshotTable>();
  const visit = (table: SnapshotTable): void => {
    if (ordered.has(table) || visiting.has(table)) return;
    visiting.add(table);
    for (const { schemaTo = '', tableTo } of Object.values(table.foreignKeys)) {
      const target = byKey.get(key('', schemaTo, tableTo));
      if (target) visit(target);
    }
    ordered.add(table);
  };
  for (const table of tables.toSorted((a, b) => (a.name < b.name ? -1 : 1))) visit(table);
  return [...ordered];
}
