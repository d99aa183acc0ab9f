import { nameScope } from '../identifiers.ts';
import type { ForeignKey, Table } from '../schema/table.ts';
import type { CheckReading } from './checks/reading.ts';
import { type ColumnModel, isRequired } from '../model/columns.ts';
import { type Code, member, plainCode, propertyName, quote } from '../code.ts';
import { referenceName } from '../model/names.ts';
import { isSame } from '../model/relations.ts';
import { modelOf, type ServiceModel, type TableModel } from '../model/service.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { keyValue } from '../model/key-value.ts';

/** A foreign key that a row can't do without, and the table whose row it needs. */
export interface Reference {
  foreignKey: ForeignKey;
  target: TableModel;
}

/** The rows that must exist first, those with most columns first: they decide about the columns that others share. */
export function requiredReferences(
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): Reference[] {
  return requiredForeignKeys(table, checks).flatMap((foreignKey) => {
    const target = modelOf(service, foreignKey.targetTable);
    return target ? [{ foreignKey, target }] : [];
  });
}

/** What is known of each table's check constraints, by `Table.id`. */
export type CheckReadings = ReadonlyMap<string, CheckReading>;

/**
 * Also those with a default of their own, which refers to a row that only the real database has, those that a check wants
 * filled, the one to a tenant: over HTTP no row comes without, though the column may be empty, and those of which only one row may
 * have none. One of several columns is none as long as one of them is empty: where only what other keys
 * share may be (a notice that has to say whom, and may say in which club), somebody fills that, and then the rest has to be there.
 */
export function requiredForeignKeys(table: TableModel, checks: CheckReadings): ForeignKey[] {
  const { filled = [], hints = {} } = checks.get(table.table.id) ?? {};
  const refers = (c: ColumnModel) => {
    if (hints[c.key]?.isNull) return false;
    return (
      isRequired(c) ||
      isTenantColumn(table, c.key) ||
      filled.includes(c.key) ||
      isOnceEmpty(table, c.key) ||
      (c.default !== 'none' && !c.generatedAlways)
    );
  };
  const required = new Set(table.columns.filter(refers).map((c) => c.key));
  const isLed = ({ columns, targetTable }: ForeignKey) => {
    const own = columns.filter((key) => !isShared(key, columns, table.table));
    const isFillable = columns.every((key) => !hints[key]?.isNull);
    const isOther = targetTable !== table.table.id;
    return isOther && isFillable && own.length > 0 && own.every((key) => required.has(key));
  };
  return table.table.foreignKeys
    .filter((f) => f.columns.every((key) => required.has(key)) || isLed(f))
    .filter((f) => needsRow(table, f))
    .filter((f) => f.targetTable !== table.table.id || !isSame(f, table, table))
    .toSorted((a, b) => b.columns.length - a.columns.length);
}

/** Whether one row alone may be without: its unique key holds nothing but references, and takes NULL for a value like others. */
function isOnceEmpty({ table }: TableModel, key: string): boolean {
  const refers = (one: string) =>
    table.foreignKeys.some((f) => f.columns.includes(one) && f.targetTable !== table.id);
  return table.uniqueKeys.some(
    ({ columns, nullsNotDistinct }) =>
      nullsNotDistinct && columns.includes(key) && columns.every(refers),
  );
}

/** Whether a reference asks for a row: in the database, or else where what a body refers to is looked at. */
function needsRow(
  { table, access }: TableModel,
  { source, columns, targetTable }: ForeignKey,
): boolean {
  if (source === 'constraint') return true;
  const held = table.foreignKeys.filter((other) => other.source === 'constraint');
  const isAside = columns.every((key) => held.some((other) => other.columns.includes(key)));
  const isOwn = targetTable === table.id || columns.join() === table.primaryKey.join();
  return access !== null && !isAside && !isOwn;
}

/** Whether the column holds the tenant that a row belongs to. */
export function isTenantColumn({ access }: TableModel, key: string): boolean {
  return access?.rows.by === 'tenant' && access.rows.column === key;
}

/**
 * The source text that makes the rows a new row refers to.
 *
 * @returns the columns that get their values so, the statements, the values by property, and the references in use
 */
export function parentSteps(
  table: TableModel,
  references: Reference[],
  { vocabulary }: Pick<ServiceModel, 'vocabulary'>,
) {
  const variables = variablesOf(table, references, vocabulary);
  const assigned = new Set<string>();
  const steps: string[] = [];
  const values: { property: string; value: Code }[] = [];
  const used: Reference[] = [];
  for (const { foreignKey, target } of references) {
    const open = foreignKey.columns.filter((key) => !assigned.has(key));
    if (open.length === 0) continue;
    used.push({ foreignKey, target });
    const [first = ''] = open;
    if (foreignKey.columns.length === 1) {
      const targetKey = foreignKey.targetColumns[0] ?? '';
      const made = member(`(await create${target.names.pascal}(db))`, targetKey);
      const place = keyValue(made, { table, key: first, target, targetKey });
      const given = member('overrides', first);
      // A row may be made without one, where it does not need it.
      const step =
        columnOf(table, first)?.notNull || isTenantColumn(table, first)
          ? `${given} ?? ${place}`
          : `${given} === undefined ? ${place} : ${given}`;
      steps.push(`const ${variables.of(first)} = ${step};`);
    } else {
      steps.push(...compositeParent({ table, foreignKey, target, assigned, open, variables }));
    }
    for (const key of open) {
      assigned.add(key);
      values.push({ property: propertyName(key), value: plainCode(variables.of(key)) });
    }
  }
  return { assigned, steps, values, used };
}

/** The variables of one factory: for the values of columns, and for rows that are made on the way. */
interface Variables {
  of(key: string): string;
  another(name: string): string;
}

/** None of them has the name of something that the file imports, nor one of the template's own. */
function variablesOf(
  table: TableModel,
  references: Reference[],
  vocabulary: Vocabulary,
): Variables {
  const factories = references.map(({ target }) => `create${target.names.pascal}`);
  const imported = new Set([table.reference.id, ...factories]);
  const choose = nameScope((name) => imported.has(name) || vocabulary.hasIn('factory', name));
  const locals = new Map<string, string>();
  for (const key of references.flatMap(({ foreignKey }) => foreignKey.columns)) {
    if (locals.has(key)) continue;
    const plain = key.replace(/[^\p{ID_Continue}$]/gu, '_').replace(/^(?=\p{N})/u, '_');
    locals.set(key, choose(plain, `${plain}Value`));
  }
  return { of: (key) => locals.get(key) as string, another: choose };
}

const columnOf = ({ columns }: TableModel, key: string) => columns.find((c) => c.key === key);

interface CompositeReference extends Reference {
  table: TableModel;
  /** Columns that have their values already, and those that get them from this parent. */
  assigned: Set<string>;
  open: string[];
  variables: Variables;
}

/** Whether a column of a reference says something beyond it: other keys refer by it, or it is one of those that identify the row. */
function isShared(
  key: string,
  columns: readonly string[],
  { foreignKeys, primaryKey }: Table,
): boolean {
  const isWithin = columns.every((one) => primaryKey.includes(one));
  const isOfRow = primaryKey.includes(key) && !isWithin;
  return isOfRow || foreignKeys.filter((f) => f.columns.includes(key)).length > 1;
}

/** Of the columns of a reference, the one that says which row it leads to, where others are shared by more references. */
export function leadingColumn(columns: readonly string[], table: Table): string {
  return columns.find((key) => !isShared(key, columns, table)) ?? columns[0] ?? '';
}

/** A parent that several columns refer to: either all of them are given or none is. */
function compositeParent(reference: CompositeReference): string[] {
  const { table, foreignKey, target, assigned, open, variables } = reference;
  const { columns, targetColumns } = foreignKey;
  const twins = table.table.foreignKeys.filter(
    (f) => f.columns.length > 1 && f.targetTable === target.table.id,
  );
  // Named after the row, or after what it is to this one where there are two of its kind.
  const kind = twins.length > 1 ? referenceName(open.at(-1) ?? '') : target.names.camelOne;
  const parent = variables.another(`${kind}Parent`);
  // What other keys refer by, too, may be given alone: then the parent is one of that.
  const first =
    open.find((key) => !isShared(key, open, table.table)) ??
    (open.length === 1 ? open[0] : undefined);
  const missing = (first === undefined ? open : [first]).map(
    (key) => `${member('overrides', key)} === undefined`,
  );
  const shared = columns.flatMap((key, i) => {
    const property = propertyName(targetColumns[i] ?? '');
    if (assigned.has(key)) return [`${property}: ${variables.of(key)}`];
    if (key === first || (first !== undefined && !isShared(key, columns, table.table))) return [];
    const given = member('overrides', key);
    const isGiven = `${given} !== undefined${columnOf(table, key)?.notNull ? '' : ` && ${given} !== null`}`;
    return [`...(${isGiven} && { ${property}: ${given} })`];
  });
  const argument = shared.length > 0 ? `, { ${shared.join(', ')} }` : '';
  const type = `Required<Pick<typeof ${table.reference.id}.$inferInsert, ${open.map(quote).join(' | ')}>>`;
  const created = `await create${target.names.pascal}(db${argument})`;
  const rows = open.map((key) => {
    const targetKey = targetColumns[columns.indexOf(key)] ?? '';
    const source = member(parent, targetKey);
    const own = columnOf(table, key);
    // Part of a key, so it is there, though the type of the other table's row may not know.
    const isTold = keyValue(source, { table, key, target, targetKey }) !== source;
    const isNarrower =
      isTold || (columnOf(target, targetKey)?.typedNullable && own?.notNull && !own.typedNullable);
    const ownType = `(typeof ${table.reference.id}.$inferSelect)[${quote(key)}]`;
    return `${propertyName(key)}: ${source}${isNarrower ? ` as ${ownType}` : ''}`;
  });
  const row = variables.another(`${parent}Key`);
  return [
    `let ${row} = overrides as ${type};`,
    `if (${missing.join(' || ')}) {\n const ${parent} = ${created};\n ${row} = { ${rows.join(', ')} };\n}`,
    ...open.map((key) => {
      // Over HTTP no row comes without its tenant, though the column may be empty.
      const isFilled = isTenantColumn(table, key) && !columnOf(table, key)?.notNull;
      const filled = `NonNullable<(typeof ${table.reference.id}.$inferInsert)[${quote(key)}]>`;
      return `const ${variables.of(key)} = ${member(row, key)}${isFilled ? ` as ${filled}` : ''};`;
    }),
  ];
}
