import { STATUS_CODES } from 'node:http';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import { z } from 'zod';
import { name, version } from '../../package.json';
import { MAX_ESCAPED } from './body';
import { MAX_JSON_DEPTH, maxValues } from './body-limits';
import { MAX_KEY_LENGTH } from './fields';
import { contractOf, type Route } from './guards';
import { describeValue } from './json-schema';
import { MAX_OBJECTS, MERGE_PATCH } from './merge-patch';
import { tidyComponents } from './openapi-components';
import {
  operationId,
  repeatHeaders,
  requestHeaders,
  requiredHeaders,
  responseHeaders,
} from './openapi-headers';
import { problemBody } from './problem';
import type { App } from './types';
import { MAX_PARAMETERS } from './validator';

/** The page's scripts and styles come from the service itself; Swagger UI sets styles on its elements. */
const PAGE_POLICY =
  "default-src 'none'; connect-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/** What no schema of a field says, as it holds for all of them. */
const ABOUT = `Texts hold neither NUL nor half of a character, and numbers are such as a double keeps exactly. \
A body has at most ${MAX_JSON_DEPTH} levels where its fields are any JSON, and a merge patch at most ${MAX_OBJECTS} objects in such a field. \
A URL has at most ${MAX_PARAMETERS} parameters, all of which are named here. What is beyond a limit is refused.`;

const zodToJsonConfig = { override: describeValue, unrepresentable: 'any' } as const;
const describeRoute = createJsonSchemaTransform({ zodToJsonConfig });
const describeNames = createJsonSchemaTransformObject({ zodToJsonConfig });

/** Serves `/openapi.json` and `/docs`. Must be registered before the routes that they describe. */
export async function registerDocs(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: name, version, description: ABOUT },
      components: { schemas: { Problem: problemSchema() } },
    },
    transform: (given) =>
      withoutSlash(withAnswers(describeRoute(given), given.route, app.initialConfig.bodyLimit)),
    transformObject: (document) => tidyComponents(describeNames(document) as OpenAPIV3_1.Document),
  });
  // In a scope, so that something can be said of all of these routes in one place: most are written by the package.
  await app.register(async (pages) => {
    await pages.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: PAGE_POLICY,
      uiConfig: { layout: 'BaseLayout', deepLinking: true, displayRequestDuration: true },
    });
    let document: string | undefined;
    pages.get('/openapi.json', { schema: { hide: true } }, async (_, reply) => {
      document ??= JSON.stringify(app.swagger());
      return reply.type('application/json').send(document);
    });
  });
}

/** Adds what follows from what the route declares: a name, headers, the problems that it may answer, and any other. */
function withAnswers<
  Described extends { schema: { response?: unknown; querystring?: unknown; hide?: boolean } },
>(described: Described, route: Route, bodyLimit: number | undefined) {
  const { schema } = described;
  if (!schema || schema.hide) return described;
  const problems = contractOf(route).problems.map((status) => [
    status,
    problem(refusalOf(status, route, bodyLimit)),
  ]);
  const answers = { ...(schema.response as object), ...Object.fromEntries(problems) };
  const response = {
    ...withHeaders(answers, route),
    default: problem('Any other problem'),
  };
  return {
    ...described,
    schema: {
      ...schema,
      operationId: operationId(route),
      headers: {
        type: 'object',
        properties: requestHeaders(route),
        required: requiredHeaders(route),
      },
      response,
      consumes: consumedBy(route),
      ...(schema.querystring !== undefined && { querystring: withLists(schema.querystring) }),
    },
  };
}

/** What a status says, and of a limit that no schema has words for, what it is. */
function refusalOf(status: number, { schema }: Route, bodyLimit: number | undefined): string {
  const phrase = STATUS_CODES[status] ?? 'A problem';
  const values = maxValues(schema?.body as z.ZodType | undefined);
  const limits: Record<number, string> = {
    413: `a body of more than ${bodyLimit} bytes or ${values} values, or with more than ${MAX_ESCAPED} names that need an escape`,
    414: `a part of the path of more than ${MAX_KEY_LENGTH} characters`,
    415: 'a body that is no JSON, not in UTF-8 or compressed',
  };
  return limits[status] === undefined ? phrase : `${phrase}: ${limits[status]}`;
}

/** A list stands in one parameter, with commas. The plugin takes this for all parameters of a route; for those of one value it says nothing. */
function withLists(querystring: unknown): object {
  return { ...(querystring as object), style: 'form', explode: false };
}

function withHeaders(answers: object, route: Route): object {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const headers = {
        ...repeatHeaders(route, Number(status)),
        ...responseHeaders(route, Number(status)),
      };
      return [status, Object.keys(headers).length > 0 ? { ...answer, headers } : answer];
    }),
  );
}

/** A route without a body consumes nothing. */
function consumedBy({ method }: Route): string[] {
  return method === 'PATCH' ? ['application/json', MERGE_PATCH] : ['application/json'];
}

/** A list is served with and without a slash at its end; one is enough to know. */
function withoutSlash<Described extends { url: string }>(route: Described): Described {
  return { ...route, url: route.url.replace(/(?<=.)\/$/, '') };
}

function problem(description = 'A problem') {
  return {
    description,
    content: {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    },
  };
}

function problemSchema() {
  const { $schema: _, '~standard': _standard, ...schema } = z.toJSONSchema(problemBody);
  return schema as OpenAPIV3_1.SchemaObject;
}
