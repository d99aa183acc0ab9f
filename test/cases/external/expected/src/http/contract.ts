import { z } from 'zod';
import type { Who } from '../access/policy';
import { contractOf, type Guard, type Route, type Work } from './guards';

/** What is promised of one route: all that a client, or a reviewer, has to know of it. */
export interface RouteEntry {
  /** `PATCH /v1/orders/:id` */
  route: string;
  guards: Guard[];
  work: Work[];
  /** How many it sends at the most, beside one for each include and one for the total. */
  queries: number;
  /** Parameters of the query string, filters among them. */
  query: string[];
  /** Fields that a client may send, and those that it gets: `data.customer.name`. */
  takes: string[];
  sends: string[];
  statuses: number[];
  /** Who may call it, and with which rows: see src/access/policy.ts. */
  access: Who;
}

/** The file `contract/routes.json`. */
export interface Contract {
  /** Of this form. */
  version: 1;
  routes: RouteEntry[];
}

/** @param routes as Fastify's `onRoute` hook saw them, once all are registered */
export function contractOfRoutes(routes: readonly Route[]): Contract {
  const entries = routes.flatMap((route) =>
    // HEAD goes with GET, OPTIONS with all; a list is served with and without a slash at its end.
    [route.method]
      .flat()
      .filter((method) => method !== 'HEAD' && method !== 'OPTIONS')
      .map((method) => entryOf(method, route)),
  );
  const byName = new Map(entries.map((entry) => [entry.route, entry]));
  return {
    version: 1,
    routes: [...byName.values()].toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)),
  };
}

/** By URL, then by method. */
function placeOf({ route }: RouteEntry): string {
  return route.split(' ').toReversed().join(' ');
}

function entryOf(method: string, route: Route): RouteEntry {
  const { url = '', schema = {} } = route;
  const { guards, work, queries, problems } = contractOf(route);
  const response = (schema.response ?? {}) as Record<string, unknown>;
  const sent = Object.values(response).flatMap((body) => fieldsOf(body));
  return {
    route: `${method} ${url.replace(/(?<=.)\/$/, '')}`,
    access: route.config?.access?.who ?? 'public',
    guards: sorted(guards),
    work: sorted(work),
    queries,
    query: sorted(fieldsOf(schema.querystring)),
    takes: sorted(fieldsOf(schema.body)),
    sends: sorted(sent),
    statuses: [...Object.keys(response).map(Number), ...problems].toSorted((a, b) => a - b),
  };
}

/** The fields of a schema, those of objects in it behind a point. */
function fieldsOf(schema: unknown, prefix = ''): string[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, field]) => {
      const inner = fieldsOf(field, `${prefix}${name}.`);
      return inner.length > 0 ? inner : [`${prefix}${name}`];
    });
  }
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element, prefix);
  if (schema instanceof z.ZodPipe) return fieldsOf(schema.in, prefix);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return fieldsOf(schema.unwrap(), prefix);
  }
  return [];
}

function sorted<Name extends string>(names: readonly Name[]): Name[] {
  return [...new Set(names)].toSorted();
}

/** One field of a route to a line, so that a difference can be read. */
export function contractText({ version, routes }: Contract): string {
  const entries = routes.map((entry) => {
    const lines = Object.entries(entry).map(
      ([name, value]) => `      ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    );
    return `    {\n${lines.join(',\n')}\n    }`;
  });
  return `{\n  "version": ${version},\n  "routes": [\n${entries.join(',\n')}\n  ]\n}\n`;
}
