import type { FastifyContextConfig, FastifySchema } from 'fastify';
import { type Access, asksForRole } from '../access/policy';
import type { App } from './types';

/** What a route declares beside its schemas, in its `config`. What it may answer is derived from this: see `contractOf`. */
export interface Declaration {
  /** What refuses a request that is well formed. */
  guards?: readonly DeclaredGuard[];
  /** What it does once every guard has let the request through. */
  work?: readonly Work[];
  /**
   * How many queries it sends at the most once every guard has let the request through, beside one for each include and one for
   * the total: for each kind of work one, unless this says otherwise.
   */
  queries?: number;
  /** Whoever is not signed in may call the route, too. */
  public?: boolean;
  /** Who may call it, and about whose rows it is. */
  access?: Access;
}

/** Guards that a route declares, with the problems that they answer. */
const DECLARED = {
  /** `If-Match` names versions that the row no longer has. */
  precondition: [412],
  /** A key that is none, or was used for something else; the same request is under way. */
  idempotency: [400, 409, 413, 422],
  /** There must be a key. */
  idempotencyRequired: [400],
} satisfies Problems;

/** Guards that each route has without a word, because of what it is. */
const IMPLIED = {
  /** A NUL in the URL. */
  url: [400],
  rateLimit: [429],
  params: [400, 414],
  query: [400],
  /** Bodies are JSON and bounded, also where no route reads them. */
  json: [400, 413, 415],
  body: [422],
  /** On every route that is not declared public. Whose token it is has to be known, and with which key it was made. */
  signedIn: [401, 403, 503],
  /** Where being signed in is not enough. */
  role: [403],
} satisfies Problems;

const WORK = {
  /** Asks the database, which may be away, busy or too slow. */
  read: [503],
  /** Asks for a row that has to be there. */
  find: [404, 503],
  /** Writes: a constraint may be against it, and after the last retry others may still be in its way. */
  write: [409, 503],
  /** Asks another service, which may be away, busy or too slow, or not answer as agreed. */
  call: [502, 503, 504],
} satisfies Problems;

type Problems = Record<string, readonly number[]>;
type DeclaredGuard = keyof typeof DECLARED;
export type Guard = DeclaredGuard | keyof typeof IMPLIED;
export type Work = keyof typeof WORK;

/** What may be known of a route without calling it. */
export interface RouteContract {
  guards: Guard[];
  work: readonly Work[];
  queries: number;
  /** The statuses of every problem that it may answer, but for a failure that nobody foresaw. */
  problems: number[];
}

/** A route as Fastify knows it, in its hooks and of a request. */
export interface Route {
  method: string | string[];
  url?: string;
  schema?: FastifySchema;
  config?: FastifyContextConfig;
}

export function contractOf(route: Route): RouteContract {
  const { guards: declared = [], work = [], queries = work.length } = route.config ?? {};
  const guards = [...impliedBy(route), ...declared];
  const problems = [
    ...guards.flatMap((guard): readonly number[] => ({ ...IMPLIED, ...DECLARED })[guard]),
    ...work.flatMap((kind): readonly number[] => WORK[kind]),
  ];
  return { guards, work, queries, problems: [...new Set(problems)].toSorted((a, b) => a - b) };
}

function impliedBy({ method, url = '', schema, config }: Route): Guard[] {
  const takesBody = [method].flat().some((one) => one !== 'GET' && one !== 'HEAD');
  const applies: Record<keyof typeof IMPLIED, boolean> = {
    url: true,
    rateLimit: config?.rateLimit !== false,
    params: url.includes(':'),
    query: schema?.querystring !== undefined,
    json: takesBody,
    body: schema?.body !== undefined,
    role: asksForRole(config?.access),
    signedIn: config?.public !== true,
  };
  return (Object.keys(applies) as (keyof typeof IMPLIED)[]).filter((guard) => applies[guard]);
}

/**
 * A route that does not say what it does is not served: neither its documentation nor a test could tell whether an answer
 * of it is meant. Call it before the routes are registered: they are kept in `app.routes`.
 */
export function registerDeclarations(app: App): void {
  const routes: Route[] = [];
  app.decorate('routes', routes);
  app.addHook('onRoute', (route) => {
    const { method, url, config } = route;
    // As they are once all is registered: hooks may add to what a route declares.
    routes.push(route);
    // Where src/app.ts was merged by hand, and without the guard, each of them would be open.
    if (config?.public !== true && !app.hasRequestDecorator('caller')) {
      throw new Error(`${url} is not public, and src/app.ts does not call registerGuard`);
    }
    if (config?.work) return;
    throw new Error(
      `${[method].flat().join()} ${url} does not declare its work: see src/http/guards.ts`,
    );
  });
}
