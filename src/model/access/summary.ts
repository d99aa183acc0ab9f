import { modelOf, resourcesOf, type ServiceModel, type TableModel } from '../service.ts';
import type { Access, Action, Who } from './access.ts';
import { actionsOf } from './actions.ts';

/** Who may do what with the rows of one resource, for people to read before anything is written. */
export interface AccessLine {
  /** Its name in the database, as flags take it. */
  table: string;
  /** `each customer their own (customer_id)` */
  says: string;
  /** Of what can be done over HTTP. */
  who: Partial<Record<Action, Who>>;
  /** Whether only admins reach its rows, because nothing says whose they are. */
  closed: boolean;
  /** What may be chosen instead, as `--access` takes it. */
  choices: string[];
}

/** A line for each resource, what is closed last; none in a service that does not know who calls. */
export function accessLines(service: ServiceModel): AccessLine[] {
  const lines = resourcesOf(service).flatMap((model): AccessLine[] => {
    const { access, table } = model;
    if (!access) return [];
    const who = Object.fromEntries(actionsOf(model).map((action) => [action, access.who[action]]));
    const closed = isClosed(access);
    const says = closed ? `only admins: ${access.why}` : sayWho(model, access, service);
    return [{ table: table.name, says, who, closed, choices: access.choices }];
  });
  return [...lines.filter(({ closed }) => !closed), ...lines.filter(({ closed }) => closed)];
}

/** Whether only admins reach the rows of a table. */
export function isClosed({ who }: Access): boolean {
  return Object.values(who).every((one) => one === 'admin');
}

const VERBS = { create: 'add', update: 'change', delete: 'remove' } as const;

type Write = keyof typeof VERBS;

function sayWho(model: TableModel, access: Access, service: ServiceModel): string {
  const words = wordsFor(model, access, service);
  const { list } = access.who;
  const writes = actionsOf(model).filter((action): action is Write => action in VERBS);
  const others = writes.filter((action) => access.who[action] !== list);
  const isAll = writes.length > 0 && others.length < writes.length;
  const whoElse = ORDER.filter((who) => others.some((action) => access.who[action] === who));
  const said = whoElse.map((who) => {
    const own = others.filter((action) => access.who[action] === who);
    const isEach = own.length > 1 && own.length === writes.length;
    return { who, text: words.do(who, isEach ? ['write'] : own.map((action) => VERBS[action])) };
  });
  const all = [{ who: list, text: isAll ? words.all(list) : words.do(list, ['read']) }, ...said];
  const first = all.findIndex(({ who }) => BOUND.has(who));
  return all.map(({ text }, i) => (i === first ? text + words.by : text)).join(', ');
}

const ORDER: readonly Who[] = ['public', 'signedIn', 'owner', 'member', 'manager', 'admin'];

/** Those that are meant depend on the row. */
const BOUND: ReadonlySet<Who> = new Set(['owner', 'member', 'manager']);

/** How the people of a service are called who may do something. */
function wordsFor({ table }: TableModel, access: Access, service: ServiceModel) {
  const person = service.people ? modelOf(service, service.people)?.names.humanOne : undefined;
  const tenants = service.tenancy && modelOf(service, service.tenancy.table);
  const tenant = tenants?.names.humanOne ?? 'tenant';
  const each = `each ${person ?? 'person'}`;
  const names: Record<Who, string> = {
    public: 'anybody',
    signedIn: 'everybody who is signed in',
    owner: each,
    member: `members of the ${tenant}`,
    manager: 'managers',
    admin: 'admins',
  };
  const isOne = (who: Who) => who === 'public' || who === 'signedIn' || who === 'owner';
  const { rows } = access;
  const isKey = table.id === service.people || table.id === service.tenancy?.table;
  const column = rows.by === 'nobody' ? '' : nameOf(table.columns, rows.column);
  const by = rows.by === 'parent' ? `through ${column}` : column;
  return {
    all: (who: Who) => (who === 'owner' ? `${each} their own` : names[who]),
    do: (who: Who, verbs: string[]) => {
      const said = listed(verbs.map((verb) => (isOne(who) ? `${verb}s` : verb)));
      return `${names[who]} ${said}${who === 'owner' ? ' their own' : ''}`;
    },
    by: by === '' || isKey ? '' : ` (${by})`,
  };
}

function nameOf(columns: TableModel['table']['columns'], key: string): string {
  return columns.find((column) => column.key === key)?.name ?? key;
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
