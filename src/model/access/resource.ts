import type { ServiceModel, TableModel } from '../service.ts';
import type { Action } from './access.ts';
import { actionsOf, reachesAll } from './actions.ts';
import { policyImport, policyName } from './names.ts';
import type { Referring } from '../referring.ts';
import { fromTokenCode, type Given, givenBy, stampsOn } from './given.ts';
import { referencePolicies } from './references.ts';

/** What the templates of a module need where it is known who calls. */
export interface ResourceAccess {
  policy: string;
  ownImport: string;
  /** The imports of its queries that have to do with callers, and of policies. */
  callerImports: string;
  policyImports: string[];
  listWhere: string;
  /** What the token says of a new row, of one that is changed and of one that is marked, as properties: `customerId: userOf(context)`. */
  given: string[];
  changed: string[];
  marked: string[];
  writablePartial: string;
  /** What it asks for, and in words. */
  writing: 'update' | 'delete';
  writes: string;
  /** What its queries import beside that. */
  drizzle: string[];
}

/** What routes declare of who may call them, and of their queries: `access: orderPolicy.create, queries: 2, `; '' where there is nothing to say. */
export type Declares = Record<Action, string>;

export function declaresOf(
  table: TableModel,
  queries: Partial<Record<Action, number>> = {},
): Declares {
  const declare = (action: Action) => {
    const isGuarded = table.access && actionsOf(table).includes(action);
    const access = isGuarded ? `access: ${policyName(table)}.${action}, ` : '';
    // Without a word, each kind of work has one.
    return queries[action] ? `${access}queries: ${queries[action]}, ` : access;
  };
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
  return mayBeSeenByOthers(table) ? 'isWritable' : 'find';
}

export function resourceAccess(
  table: TableModel,
  service: ServiceModel,
  referring: Referring,
): ResourceAccess | null {
  if (!table.access) return null;
  const given = givenBy(table);
  const [changed, marked] = [stampsOn('update', table), stampsOn('delete', table)];
  return {
    policy: policyName(table),
    ownImport: policyImport(table, table),
    callerImports: callerImports(table, { referring, tokens: [...given, ...marked] }),
    policyImports: referencePolicies(table, service),
    listWhere: table.softDelete ? 'and(live, rows)' : 'rows',
    given: given.map(fromTokenCode),
    changed: changed.map(fromTokenCode),
    marked: marked.map(fromTokenCode),
    writablePartial: mayBeSeenByOthers(table) ? 'queries/writable' : 'queries/no-writable',
    writing: writing(table) ?? 'update',
    writes: writing(table) === 'delete' ? 'delete' : 'change',
    drizzle: ['and'],
  };
}

/** Others see rows that they may not change, or will once somebody lets more people read them. */
function mayBeSeenByOthers(table: TableModel): boolean {
  const action = writing(table);
  if (!table.access || !action) return false;
  const who = table.access.who[action];
  return !reachesAll(who) && who !== 'admin';
}

/** What is done with a row that is there; undefined where it stays as it is. */
function writing(table: TableModel): 'update' | 'delete' | undefined {
  const actions = actionsOf(table);
  return (['update', 'delete'] as const).find((action) => actions.includes(action));
}

interface Imported {
  referring: Referring;
  tokens: Given[];
}

function callerImports(table: TableModel, { referring, tokens }: Imported): string {
  const writes = actionsOf(table).includes('create');
  const context = [
    'type CallerContext',
    ...(writes ? [...new Set(tokens.map(({ from }) => from))].toSorted() : []),
  ];
  return [
    context.length > 1
      ? `import { ${context.join(', ')} } from '../../access/context';`
      : `import type { CallerContext } from '../../access/context';`,
    `import { ${referring.isEverybodys ? 'everybody, ' : ''}within } from '../../access/policy';`,
    ...referring.accessImports,
  ].join('\n');
}
