import { type Code, code, importsOf, member, plainCode, propertyName, quote } from '../code.ts';
import type { ForeignKey } from '../schema/table.ts';
import { actionsOf } from './access/actions.ts';
import { fromTokenCode, givenBy } from './access/given.ts';
import { policyName } from './access/names.ts';
import { guardedReferences, isChosen } from './access/references.ts';
import { isCounter } from './columns.ts';
import { column, liveCondition } from './conditions.ts';
import { modelOf, type ServiceModel, type TableModel } from './service.ts';

/** A row that a body refers to, which is looked at before it does. */
interface Looked {
  target: TableModel;
  foreignKey: ForeignKey;
  /** Source of what the caller must be allowed to do with it; null where nobody asks who calls. */
  access: string | null;
}

/** What the queries of a module need to look at what a body refers to. Each text is '' where there is nothing to look at. */
export interface Referring {
  declaration: string;
  async: string;
  createCheck: string;
  updateCheck: string;
  /** What the description of a change says of fields that are sent together, behind a line break: `dependentRequired: { … },`. */
  together: string;
  /** How many queries each takes at the most. */
  createQueries: number;
  updateQueries: number;
  /** Imports: lines among those that have to do with callers, and one behind its line break among those of HTTP. */
  accessImports: string[];
  httpImport: string;
  /** Something may be referred to by everybody, while it is not deleted. */
  isEverybodys: boolean;
  tables: string[];
  drizzle: string[];
}

const NOTHING: Referring = {
  declaration: '',
  async: '',
  createCheck: '',
  updateCheck: '',
  together: '',
  createQueries: 0,
  updateQueries: 0,
  accessImports: [],
  httpImport: '',
  isEverybodys: false,
  tables: [],
  drizzle: [],
};

/** How a module looks at the rows that a body refers to. */
export function referringOf(table: TableModel, service: ServiceModel): Referring {
  const references = actionsOf(table).includes('create') ? lookedAt(table, service) : [];
  if (references.length === 0) return NOTHING;
  const codes = references.map((one) => referenceCode(one, table));
  const columns = new Set(references.flatMap(({ foreignKey }) => foreignKey.columns));
  // A reference of several columns may hold what no body sets: what the token says, a default, or a part of the key.
  const shared = [...columns].filter((key) => isPart(key, references));
  const given = givenBy(table).filter(({ key }) => shared.includes(key));
  const kept = shared.filter((key) => !column(table, key).inUpdate);
  const empty = shared.filter((key) => isLeftEmpty(key, table, references));
  const made = shared.filter((key) => isMade(key, table));
  const said = [
    ...given.map(fromTokenCode),
    ...empty.map((key) => `${propertyName(key)}: null`),
    ...made.map((key) => `${propertyName(key)}: ${ownColumn(key, table)}.defaultFn?.()`),
  ];
  const told = said.length > 0 ? `, { given: () => ({ ${said.join(', ')} }) }` : '';
  // Whoever changes a row need not be the one whose it is.
  const whole = kept.length > 0 ? `, kept: [${kept.map(quote).join(', ')}]` : '';
  const look = (sent: string, known: string) =>
    `\nawait requireReferences(context, references, ${sent}${known});`;
  return {
    declaration: `${commentOf(table)}\nconst references = [${codes.map(({ text }) => text).join(', ')}];\n`,
    async: 'async ',
    createCheck: look('values', told),
    updateCheck: look('changes', `, { row: () => selectRow(context, key)${whole} }`),
    together: togetherOf(references, table),
    createQueries: references.length,
    updateQueries: references.map(updateQueries).reduce((sum, one) => sum + one, 0),
    ...importsFor(table, references),
    tables: references.map(({ target }) => target.reference.import),
    drizzle: importsOf(...codes),
  };
}

/** Of a reference, a change sends all that it can change, or nothing: it is refused before any query else, which the description says. */
function togetherOf(references: Looked[], table: TableModel): string {
  const others = new Map<string, Set<string>>();
  for (const { foreignKey } of references) {
    const changed = foreignKey.columns.filter((key) => column(table, key).inUpdate);
    for (const key of changed.length > 1 ? changed : []) {
      const known = others.get(key) ?? new Set();
      others.set(key, new Set([...known, ...changed.filter((other) => other !== key)]));
    }
  }
  if (others.size === 0) return '';
  const entries = [...others].map(
    ([key, keys]) => `${propertyName(key)}: [${[...keys].map(quote).join(', ')}]`,
  );
  return `\n// Together they say which row it refers to.\ndependentRequired: { ${entries.join(', ')} },\n`;
}

/** For the row that is referred to; where there is none, for what refers to it; and for what of a reference no body sets. */
function updateQueries({ foreignKey: { columns } }: Looked): number {
  return columns.length > 1 ? 3 : 2;
}

/** Those whose rows are not everybody's, and those whose rows are only marked as deleted. */
export function lookedAt(table: TableModel, service: ServiceModel): Looked[] {
  const guarded = guardedReferences(table, service);
  return table.table.foreignKeys.flatMap((whole): Looked[] => {
    const foreignKey = withoutMade(whole, table, service);
    const found = guarded.find((one) => one.foreignKey === whole);
    if (found) {
      const { target, action } = found;
      const access = action === 'teammates' ? action : `${policyName(target)}.${action}`;
      return [{ target, foreignKey, access }];
    }
    const target = modelOf(service, foreignKey.targetTable);
    if (!target?.softDelete || !isHeldByConstraint(table, foreignKey)) return [];
    return [{ target, foreignKey, access: table.access ? 'everybody' : null }];
  });
}

/** Without what the database makes of a new row, which is not known before, where the rest tells the row alone. The constraint asks for the whole. */
function withoutMade(whole: ForeignKey, table: TableModel, service: ServiceModel): ForeignKey {
  const target = modelOf(service, whole.targetTable)?.table;
  const places = whole.columns.flatMap((key, i) => (column(table, key).generatedAlways ? [] : [i]));
  const at = (keys: readonly string[]) => places.flatMap((i) => keys[i] ?? []);
  const targetColumns = at(whole.targetColumns);
  const keys = target ? [target.primaryKey, ...target.uniqueKeys.map((key) => key.columns)] : [];
  const isOne = keys.some((key) => key.length > 0 && key.every((c) => targetColumns.includes(c)));
  return isOne ? { ...whole, columns: at(whole.columns), targetColumns } : whole;
}

/** Whether the database asks for the row, and a client can say all of which one, but for what each new row is given. */
function isHeldByConstraint(table: TableModel, foreignKey: ForeignKey): boolean {
  return (
    foreignKey.source === 'constraint' &&
    isChosen(table, foreignKey) &&
    foreignKey.columns.every(
      (key) =>
        isFromToken(key, table) ||
        column(table, key).inCreate ||
        isMade(key, table) ||
        isDefaulted(key, table),
    )
  );
}

function isPart(key: string, references: Looked[]): boolean {
  return references.some(
    ({ foreignKey: { columns } }) => columns.length > 1 && columns.includes(key),
  );
}

/** Whether a new row has NULL where a body says nothing, in a reference of which it may say the rest. */
function isLeftEmpty(key: string, table: TableModel, references: Looked[]): boolean {
  const { notNull, default: from, generatedAlways } = column(table, key);
  if (notNull || from !== 'none' || generatedAlways || isFromToken(key, table)) return false;
  return references.some(
    ({ foreignKey: { columns } }) =>
      columns.includes(key) &&
      columns.some((other) => other !== key && column(table, other).inCreate),
  );
}

/** `reference(orderPolicy.update, { orderId: orders.id })`; what it imports is from drizzle-orm. */
function referenceCode({ target, foreignKey, access }: Looked, table: TableModel): Code {
  const { columns, targetColumns } = foreignKey;
  const pairs = columns.map(
    (key, i) => `${propertyName(key)}: ${member(target.reference.id, targetColumns[i] ?? '')}`,
  );
  const live = liveCondition(target);
  const parts = [...(access ? [access] : []), `{ ${pairs.join(', ')} }`];
  const args = plainCode(parts.join(', '));
  const defaults = columns
    .filter((key) => columns.length > 1 && isDefaulted(key, table))
    .map((key) => `${propertyName(key)}: ${ownColumn(key, table)}`);
  if (defaults.length > 0) {
    return code`reference(${args}, ${live ?? 'undefined'}, ${`{ ${defaults.join(', ')} }`})`;
  }
  return live ? code`reference(${args}, ${live})` : code`reference(${args})`;
}

/** Whether the database gives a new row what no body has to say, by an expression that any query can ask for. */
export function isDefaulted(key: string, table: TableModel): boolean {
  const own = column(table, key);
  // What is generated of no other column is the same for each row, as a default may be.
  const isMadeForRow = isCounter(own) || (own.generatedAlways && own.madeOf?.length !== 0);
  return own.default === 'sql' && !isMadeForRow && !isFromToken(key, table);
}

/** The same, where drizzle does. */
function isMade(key: string, table: TableModel): boolean {
  return column(table, key).default === 'runtime' && !isFromToken(key, table);
}

function isFromToken(key: string, table: TableModel): boolean {
  return givenBy(table).some((given) => given.key === key);
}

function ownColumn(key: string, { reference }: TableModel): string {
  return member(reference.id, key);
}

function commentOf({ access }: TableModel): string {
  return access
    ? '/** What a body may refer to only if the caller may reach it. */'
    : '/** What a body may refer to only if it is not deleted. */';
}

function importsFor({ access }: TableModel, references: Looked[]) {
  const accesses = new Set(references.map((one) => one.access));
  const names = [...(access ? [] : ['reference']), 'requireReferences'];
  return {
    accessImports: [
      ...(access ? [`import { reference } from '../../access/references';`] : []),
      ...(accesses.has('teammates') ? [`import { teammates } from '../../access/teammates';`] : []),
    ],
    isEverybodys: accesses.has('everybody'),
    httpImport: `\nimport { ${names.join(', ')} } from '../../http/references';`,
  };
}
