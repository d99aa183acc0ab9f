import { type Catalog, type CatalogColumn, memberKey } from './catalog.ts';
import { quote } from '../code.ts';
import { sqlTemplate } from './identifiers.ts';
import type { Module } from './module.ts';
import type {
  SnapshotColumn,
  SnapshotForeignKey,
  SnapshotTable,
  SnapshotView,
} from './snapshot.ts';
import { type Builder, builderOf, defaultCall } from './types.ts';

/** Writes one column of a table as `key: builder('name').notNull()`. */
export function tableColumn(
  module: Module,
  catalog: Catalog,
  table: SnapshotTable,
  keys: ReadonlyMap<string, string>,
  column: SnapshotColumn,
  reference: { foreignKey: SnapshotForeignKey; targetKey: string } | undefined,
): string {
  const known = catalog.columns.get(memberKey(table.schema, table.name, column.name));
  const builder = columnBuilder(module, column, known);
  const parts = [head(builder, column, known?.dimensions)];
  if (known?.default && !builder.call.endsWith('erial')) {
    const isArray = column.type.endsWith('[]');
    const call = isArray ? '' : builder.call;
    const isEnum = known.enumName !== null && !isArray;
    parts.push(defaultCall(known.default, call, isEnum, sqlTemplate));
  }
  const identity = known?.identity || column.identity?.type.slice(0, 1);
  if (identity === 'a') parts.push('.generatedAlwaysAsIdentity()');
  else if (identity) parts.push('.generatedByDefaultAsIdentity()');
  if (column.generated) parts.push(`.generatedAlwaysAs(${sqlTemplate(column.generated.as)})`);
  if (column.primaryKey) parts.push('.primaryKey()');
  else if (column.notNull || known?.domainNotNull) parts.push('.notNull()');
  if (reference) parts.push(referenceCall(module, table, reference));
  return `${keys.get(column.name)}: ${parts.join('')}`;
}

/** Writes one column of a view, which has a type and nothing else. */
export function viewColumn(
  module: Module,
  catalog: Catalog,
  { schema, name }: SnapshotView,
  key: string,
  column: SnapshotColumn,
): string {
  const known = catalog.columns.get(memberKey(schema, name, column.name));
  return `${key}: ${head(columnBuilder(module, column, known), column, known?.dimensions)}`;
}

function columnBuilder(
  module: Module,
  { type: written, typeSchema }: SnapshotColumn,
  known: CatalogColumn | undefined,
): Builder {
  const type = written.replaceAll('[]', '');
  // drizzle-kit gets the name of an enum wrong where it needs quotes, and does not see the schema of one in an array.
  const enumSchema = known?.enumSchema ?? typeSchema;
  if (enumSchema !== undefined) {
    return { call: module.enumeration(enumSchema, known?.enumName ?? type), options: '' };
  }
  const builder = builderOf(serialOf(module, known) ?? known?.domainBase ?? type);
  return builder.custom === undefined
    ? builder
    : { call: module.customType(known?.domainBase ?? known?.type ?? builder.custom), options: '' };
}

/** A number from the sequence of another table's serial, as an inherited column has it, gets a sequence of its own. */
function serialOf(module: Module, known: CatalogColumn | undefined): string | undefined {
  const sequence = /^nextval\('(?:.*\.)?"?([^'"]+)"?'::regclass\)$/.exec(known?.default ?? '')?.[1];
  if (sequence === undefined || module.hasSequence(sequence)) return undefined;
  return { smallint: 'smallserial', integer: 'serial', bigint: 'bigserial' }[known?.type ?? ''];
}

function head(builder: Builder, column: SnapshotColumn, dimensions: number | undefined): string {
  const options = builder.options ? `, ${builder.options}` : '';
  const written = column.type.split('[]').length - 1;
  const arrays = written === 0 ? 0 : Math.max(written, dimensions ?? 0);
  return `${builder.call}(${quote(column.name)}${options})${'.array()'.repeat(arrays)}`;
}

/** A reference to a table that is written later, or to itself, is cut off from the compiler's inference. */
function referenceCall(
  module: Module,
  table: SnapshotTable,
  { foreignKey, targetKey }: { foreignKey: SnapshotForeignKey; targetKey: string },
): string {
  const target = { schema: foreignKey.schemaTo ?? '', name: foreignKey.tableTo };
  const type = module.isBefore(target, table) ? '' : ': AnyPgColumn';
  const actions = Object.entries({ onDelete: foreignKey.onDelete, onUpdate: foreignKey.onUpdate })
    .filter(([, action]) => action !== undefined && action !== 'no action')
    .map(([name, action]) => `${name}: ${quote(action ?? '')}`);
  const options = actions.length > 0 ? `, { ${actions.join(', ')} }` : '';
  return `.references(()${type} => ${module.relation(target)}.${targetKey}${options})`;
}
