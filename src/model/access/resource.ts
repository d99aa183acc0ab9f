import { importsOf, propertyName, quote } from '../../code.ts';
import type { ServiceModel, TableModel } from '../service.ts';
import type { Action } from './access.ts';
import { actionsOf, reachesAll } from './actions.ts';
import { policyImport, policyName } from './names.ts';
import { guardedReferences, referenceCode, referencePolicies } from './references.ts';

/** What the templates of a module need where it is known who calls. */
export interface ResourceAccess {
  policy: string;
  ownImport: string;
  /** The imports of its queries that have to do with callers, and of policies. */
  callerImports: string;
  policyImports: string[];
  listWhere: string;
  /** Statements: what a body may refer to, and the look at it before a row is written. */
  references: string;
  createCheck: string;
  updateCheck: string;
  /** What the token says of a new row, as properties: `customerId: ownerOf(context)`. */
  given: string[];
  writablePartial: string;
  /** What its queries import beside that. */
  tables: string[];
  drizzle: string[];
}

/** What routes declare of who may call them: `access: orderPolicy.list, `; '' where it is not known who calls. */
export type Declares = Record<Action, string>;

export function declaresOf(table: TableModel): Declares {
  const declare = (action: Action) =>
    table.access && actionsOf(table).includes(action)
      ? `access: ${policyName(table)}.${action}, `
      : '';
  return {
    list: declare('list'),
    read: declare('read'),
    create: declare('create'),
    update: declare('update'),
    delete: declare('delete'),
  };
}

/** Behind the imports of a module's routes. */
export function routesPolicyImport(table: TableModel): string {
  return table.access ? `\n${policyImport(table, table)}` : '';
}

/** Which query tells whether a row that was not written was there at all, for this caller. */
export function stillThere(table: TableModel): 'find' | 'isWritable' {
  return othersRead(table) ? 'isWritable' : 'find';
}

export function resourceAccess(table: TableModel, service: ServiceModel): ResourceAccess | null {
  if (!table.access) return null;
  const references = guardedReferences(table, service);
  const codes = references.map(referenceCode);
  const given = givenBy(table);
  // A reference of several columns may hold what the token says.
  const paired = given.filter(({ key }) =>
    references.some(({ foreignKey }) => foreignKey.columns.includes(key)),
  );
  const isWritable = actionsOf(table).includes('create');
  const look = (sent: string, told: string) =>
    codes.length > 0
      ? `\nawait requireReferences(context, references, ${sent}${paired.length > 0 ? `, ${told}` : ''});`
      : '';
  const fromToken = paired.map(fromTokenCode).join(', ');
  // Whoever changes a row need not be the one whose it is.
  const fromRow = `heldIn(selectRow(context, key), [${paired.map(({ key }) => quote(key)).join(', ')}])`;
  const tokens = given.map(({ from }) => from);
  return {
    policy: policyName(table),
    ownImport: policyImport(table, table),
    callerImports: callerImports(table, {
      references: references.length > 0,
      held: paired.length > 0 && actionsOf(table).includes('update'),
      teammates: references.some(({ action }) => action === 'teammates'),
      tokens,
    }),
    policyImports: referencePolicies(table, service),
    listWhere: table.softDelete ? 'and(live, rows)' : 'rows',
    references:
      codes.length > 0
        ? `/** What a body may refer to only if the caller may reach it. */\nconst references = [${codes
            .map(({ text }) => text)
            .join(', ')}];\n`
        : '',
    createCheck: look('values', `() => ({ ${fromToken} })`),
    updateCheck: look('changes', `() => ${fromRow}`),
    given: given.map(fromTokenCode),
    writablePartial: othersRead(table) ? 'queries/writable' : 'queries/no-writable',
    tables: isWritable ? references.map(({ target }) => target.reference.import) : [],
    drizzle: ['and', ...(isWritable ? importsOf(...codes) : [])],
  };
}

/** Others see rows that they may not change. */
function othersRead(table: TableModel): boolean {
  if (!table.access || !actionsOf(table).includes('update')) return false;
  const { read, update } = table.access.who;
  return reachesAll(read) && !reachesAll(update) && update !== 'admin';
}

interface Given {
  key: string;
  from: 'ownerOf' | 'tenantOf';
}

/** The columns of a new row that the token decides. */
function givenBy({ access, columns }: TableModel): Given[] {
  const rows = access?.rows;
  if (rows?.by !== 'owner' && rows?.by !== 'tenant') return [];
  // What no client sets, the token does; the key of users and of tenants themselves is neither's.
  const isFromToken =
    access?.locked.includes(rows.column) &&
    columns.some(({ key, generatedAlways }) => key === rows.column && !generatedAlways);
  return isFromToken
    ? [{ key: rows.column, from: rows.by === 'owner' ? 'ownerOf' : 'tenantOf' }]
    : [];
}

function fromTokenCode({ key, from }: Given): string {
  return `${propertyName(key)}: ${from}(context)`;
}

interface Imported {
  references: boolean;
  held: boolean;
  teammates: boolean;
  tokens: string[];
}

function callerImports(
  table: TableModel,
  { references, held, teammates, tokens }: Imported,
): string {
  const writes = actionsOf(table).includes('create');
  const context = ['type CallerContext', ...(writes ? tokens : [])];
  return [
    context.length > 1
      ? `import { ${context.join(', ')} } from '../../access/context';`
      : `import type { CallerContext } from '../../access/context';`,
    `import { within } from '../../access/policy';`,
    ...(references && writes
      ? [
          `import { ${held ? 'heldIn, ' : ''}reference, requireReferences } from '../../access/references';`,
        ]
      : []),
    ...(teammates && writes ? [`import { teammates } from '../../access/teammates';`] : []),
  ].join('\n');
}
