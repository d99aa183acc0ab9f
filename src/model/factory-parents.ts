import type { ForeignKey } from '../schema/table.ts';
import type { CheckReading } from './checks.ts';
import { type ColumnModel, isRequired } from './columns.ts';
import { member, propertyName, quote, referenceName } from './names.ts';
import { isSame } from './relations.ts';
import type { ServiceModel, TableModel } from './service.ts';

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
  return requiredForeignKeys(table, service, checks).flatMap((foreignKey) => {
    const target = service.tables.find((t) => t.table.id === foreignKey.targetTable);
    return target ? [{ foreignKey, target }] : [];
  });
}

/** What is known of each table's check constraints, by `Table.id`. */
export type CheckReadings = ReadonlyMap<string, CheckReading>;

/**
 * Also those with a default of their own, which refers to a row that only the real database has, and those that a check wants
 * filled.
 */
export function requiredForeignKeys(
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): ForeignKey[] {
  const { filled = [], hints = {} } = checks.get(table.table.id) ?? {};
  const refers = (c: ColumnModel) => {
    if (hints[c.key]?.isNull) return false;
    return isRequired(c) || filled.includes(c.key) || (c.default !== 'none' && !c.generatedAlways);
  };
  const required = new Set(table.columns.filter(refers).map((c) => c.key));
  const circular = service.tables.filter((t) => t.table.id === table.table.id);
  return table.table.foreignKeys
    .filter((f) => f.source === 'constraint' && f.columns.some((key) => required.has(key)))
    .filter(
      (f) => !circular.some((self) => f.targetTable === self.table.id && isSame(f, table, self)),
    )
    .toSorted((a, b) => b.columns.length - a.columns.length);
}

/**
 * The source text that makes the rows a new row refers to.
 *
 * @returns the columns that get their values so, the statements, the values by property, and the references in use
 */
export function parentSteps(table: TableModel, references: Reference[]) {
  const assigned = new Set<string>();
  const steps: string[] = [];
  const values: { property: string; expression: string }[] = [];
  const used: Reference[] = [];
  for (const { foreignKey, target } of references) {
    const open = foreignKey.columns.filter((key) => !assigned.has(key));
    if (open.length === 0) continue;
    used.push({ foreignKey, target });
    const [first = ''] = open;
    if (foreignKey.columns.length === 1) {
      const place = member(
        `(await create${target.names.pascal}(db))`,
        foreignKey.targetColumns[0] ?? '',
      );
      const given = member('overrides', first);
      // A row may be made without one, where it does not need it.
      const step = columnOf(table, first)?.notNull
        ? `${given} ?? ${place}`
        : `${given} === undefined ? ${place} : ${given}`;
      steps.push(`const ${local(first)} = ${step};`);
    } else {
      steps.push(...compositeParent(table, foreignKey, target, assigned, open));
    }
    for (const key of open) {
      assigned.add(key);
      values.push({ property: propertyName(key), expression: local(key) });
    }
  }
  return { assigned, steps, values, used };
}

const columnOf = ({ columns }: TableModel, key: string) => columns.find((c) => c.key === key);

/** A parent that several columns refer to: either all of them are given or none is. */
function compositeParent(
  table: TableModel,
  { columns, targetColumns }: ForeignKey,
  target: TableModel,
  assigned: Set<string>,
  open: string[],
): string[] {
  const twins = table.table.foreignKeys.filter(
    (f) => f.columns.length > 1 && f.targetTable === target.table.id,
  );
  // Named after the row, or after what it is to this one where there are two of its kind.
  const kind = twins.length > 1 ? referenceName(open.at(-1) ?? '') : target.names.camelOne;
  const parent = `${kind}Parent`;
  const shared = columns.flatMap((key, i) =>
    assigned.has(key) ? [`${propertyName(targetColumns[i] ?? '')}: ${local(key)}`] : [],
  );
  const argument = shared.length > 0 ? `, { ${shared.join(', ')} }` : '';
  const [first = ''] = open;
  const type = `Required<Pick<typeof ${table.reference.id}.$inferInsert, ${open.map(quote).join(' | ')}>>`;
  const created = `await create${target.names.pascal}(db${argument})`;
  const rows = open.map((key) => {
    const targetKey = targetColumns[columns.indexOf(key)] ?? '';
    const source = member(parent, targetKey);
    const own = columnOf(table, key);
    // Part of a key, so it is there, though the type of the other table's row may not know.
    const isNarrower =
      columnOf(target, targetKey)?.typedNullable && own?.notNull && !own.typedNullable;
    const ownType = `(typeof ${table.reference.id}.$inferSelect)[${quote(key)}]`;
    return `${propertyName(key)}: ${source}${isNarrower ? ` as ${ownType}` : ''}`;
  });
  const row = `${parent}Key`;
  return [
    `let ${row} = overrides as ${type};`,
    `if (${member('overrides', first)} === undefined) {\n const ${parent} = ${created};\n ${row} = { ${rows.join(', ')} };\n}`,
    ...open.map((key) => `const ${local(key)} = ${member(row, key)};`),
  ];
}

/** A local variable for the value of a column. */
function local(key: string): string {
  const name = key.replace(/[^\w$]/g, '_');
  return /^(db|n|overrides|next)$/.test(name) || RESERVED.test(name) ? `${name}Value` : name;
}

const RESERVED =
  /^(class|default|delete|enum|export|function|import|in|new|null|package|return|static|switch|this|typeof|var|void|with|yield|case|for|if|do|let|const|public|private|protected|interface)$/;
