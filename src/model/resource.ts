import { type ColumnModel, isInherited } from './columns.ts';
import { type IncludeDefinition, includeDefinition, includeImports } from './include-definition.ts';
import { urlField } from './fields.ts';
import { type Code, importsOf, member, propertyName, quote } from '../code.ts';
import { type Names } from './names.ts';
import { moduleSchemas, type ModuleSchemas } from './module-schemas.ts';
import { capitalize } from '../words.ts';
import { listingModel, type ListingModel } from './listing-model.ts';
import { column, deletedMark, liveCondition, nowFor } from './conditions.ts';
import type { TableReference } from './reference.ts';
import { type Referring, referringOf } from './referring.ts';
import { relationsOf } from './relations.ts';
import {
  type Declares,
  declaresOf,
  type ResourceAccess,
  resourceAccess,
  routesPolicyImport,
  stillThere,
} from './access/resource.ts';
import { isChangeable } from './routes.ts';
import type { ServiceModel, TableModel } from './service.ts';
import { type TakenModel, takenModel } from './taken.ts';

/** What the templates of a module need; every name and every expression is ready to be put down. */
export interface ResourceModel extends ModuleSchemas, ListingModel {
  names: Names;
  table: TableReference;
  capitalizedA: string;
  /** A local variable for one row. */
  local: string;
  /** What the row's version is selected as: no column's key. */
  versionKey: string;
  key: string[];
  keyColumns: { property: string; urlSchema: string }[];
  /** `/:id` */
  keyPath: string;
  /** An expression for the Location of a new row. */
  location: string;
  byKey: string;
  live: { declaration: string; property: string };
  softDelete: { property: string; mark: string };
  removePartial: string;
  /** What a new row is made of; `newRow` declares it behind a line break, where it is named twice. */
  insertValues: string;
  newRow: string;
  updateValues: string;
  /** What its queries import from the schema. */
  schemaImports: string[];
  drizzleImports: string[];
  statementImports: string[];
  readOnlyReason: string;
  includes: IncludeDefinition[];
  includeImportLines: string;
  /** Who may do what, where it is known who calls. */
  access: ResourceAccess | null;
  referring: Referring;
  taken: Omit<TakenModel, 'onCreate'> & { onCreate: string };
  declares: Declares;
  policyImport: string;
  stillThere: string;
}

/** The model of one resource's module. */
export function resourceModel(resource: TableModel, service: ServiceModel): ResourceModel {
  const { names, reference: table, columns, key } = resource;
  const live = liveCondition(resource);
  const referring = referringOf(resource, service);
  const access = resourceAccess(resource, service, referring);
  const made = newRowOf(resource, withMaintained('values', columns, 'create', access?.given));
  return {
    names,
    table,
    capitalizedA: capitalize(names.aHuman),
    local: resource.local,
    versionKey: versionKey(columns),
    key,
    keyColumns: key.map((k) => ({
      property: propertyName(k),
      urlSchema: urlField(column(resource, k), table.id).text,
    })),
    keyPath: key.map((k) => `/:${k}`).join(''),
    location: locationOf(resource),
    byKey: byKey(resource, live),
    live: {
      declaration: live ? `const live = ${live.text};` : '',
      property: live ? 'where: live, ' : '',
    },
    softDelete: deletedMark(resource.softDelete),
    removePartial: removePartial(resource),
    ...made,
    updateValues: withMaintained('changes', columns, 'update', access?.changed),
    schemaImports: [...new Set([table.import, ...referring.tables])].toSorted(),
    drizzleImports: [
      ...new Set([
        ...drizzleImports(resource, live),
        ...(access?.drizzle ?? []),
        ...referring.drizzle,
        ...made.taken.drizzle,
      ]),
    ].toSorted(),
    statementImports: [
      ...(resource.softDelete ? [] : ['deleteStatement']),
      'insertStatement',
      ...(resource.softDelete || isChangeable(resource) ? ['updateStatement'] : []),
    ],
    ...moduleSchemas(resource),
    ...listingModel(resource),
    readOnlyReason: resource.readOnlyReason,
    includes: relationsOf(resource, service).map((r) => includeDefinition(r, resource)),
    includeImportLines: includeImports(resource, relationsOf(resource, service)),
    access,
    referring,
    declares: declaresOf(resource, {
      create: referring.createQueries && referring.createQueries + 1,
      update: referring.updateQueries && referring.updateQueries + 1,
    }),
    policyImport: routesPolicyImport(resource),
    stillThere: stillThere(resource),
  };
}

function removePartial(resource: TableModel): string {
  if (!resource.softDelete) return 'queries/remove-hard';
  return isChangeable(resource) ? 'queries/remove-soft' : 'queries/remove-soft-alone';
}

/** What a new row is made of: named where it is said twice, of a table in which another may be in its way unseen. */
function newRowOf(
  resource: TableModel,
  made: string,
): Pick<ResourceModel, 'insertValues' | 'newRow' | 'taken'> {
  const taken = takenModel(resource);
  const isNamed = taken.declaration !== '' && made !== 'values';
  const insertValues = isNamed ? 'row' : made;
  return {
    insertValues,
    newRow: isNamed ? `\nconst row = ${made};` : '',
    taken: { ...taken, onCreate: taken.onCreate(insertValues) },
  };
}

/** `/v1/orders/${order.id}`, with text keys escaped. */
function locationOf(resource: TableModel): string {
  const segments = resource.key.map((key) => {
    const { kind, jsType, typedNullable } = column(resource, key);
    const isDate = kind === 'custom' && jsType === 'Date';
    const value = `${member(resource.local, key)}${isDate ? '.toISOString()' : ''}`;
    if (typedNullable) return `\${encodeURIComponent(String(${value}))}`;
    if (kind === 'uuid' || kind === 'integer' || kind === 'bigint') return `\${${value}}`;
    return `\${encodeURIComponent(${value})}`;
  });
  // A header holds ASCII alone, and the path that a table of another script is served at is not of it.
  const isPlain = /^[\x20-\x7e]*$/.test(resource.names.kebab);
  const prefix = isPlain ? 'app.prefix' : 'encodeURI(app.prefix)';
  return `\`\${${prefix}}/${segments.join('/')}\``;
}

function byKey(resource: TableModel, live: Code | null): string {
  const conditions = resource.key.map((k) => {
    const place = member(resource.reference.id, k);
    const given = `sql.placeholder(${quote(k)})`;
    // Only its own mapping knows how the database has it.
    const isMapped = column(resource, k).kind === 'custom';
    return `eq(${place}, ${isMapped ? `sql.param(${given}, ${place})` : given})`;
  });
  if (live) conditions.push('live');
  return conditions.length === 1 ? (conditions[0] as string) : `and(${conditions.join(', ')})`;
}

function drizzleImports(resource: TableModel, live: Code | null): string[] {
  const isJoined = resource.key.length > 1 || live !== null;
  const own = isJoined ? ['and', 'eq', 'sql'] : ['eq', 'sql'];
  return [...new Set([...own, ...importsOf(live)])].toSorted();
}

/**
 * The sent values with what the service adds. Timestamps that neither the database nor drizzle maintains, it sets itself; a column
 * that nobody sends, and that every object has, is left out by saying so.
 */
function withMaintained(
  values: string,
  columns: ColumnModel[],
  on: 'create' | 'update',
  given: string[] = [],
): string {
  const missing = columns.filter((c) => {
    if (c.maintained === null || c.onUpdate || c.generatedAlways) return false;
    return on === 'update' ? c.maintained === 'update' : c.default === 'none' && c.notNull;
  });
  const unsent = columns.filter((c) => on === 'create' && isInherited(c) && !c.inCreate);
  const before = unsent.map((c) => `${c.property}: undefined`);
  const after = [...missing.map((c) => `${c.property}: ${nowFor(c)}`), ...given];
  const all = [...before, `...${values}`, ...after];
  return all.length > 1 ? `{ ${all.join(', ')} }` : values;
}

function versionKey(columns: ColumnModel[]): string {
  const free = ['_version', '_rowVersion'].find((name) => !columns.some((c) => c.key === name));
  return free ?? '_xmin';
}
