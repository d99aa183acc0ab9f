import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parseJson } from '../../../templates/service/src/db/json-keys.ts';
import type { Document, Operation, Schema } from './document.ts';
import type { Draft } from './draft.ts';
import type { Request } from './request.ts';
import type { Answer } from './send.ts';
import { isPlain, Raw } from './wrong.ts';

/** What is wrong with an answer: `kind` groups those that are alike. */
export interface Fault {
  kind: string;
  detail: string;
}

/** Statuses that Node's parser and Fastify's router answer with before a route is known. */
const BEFORE_ROUTES = new Set([400, 404, 408, 413, 414, 415, 417, 431]);

/** A URL in which a key may be too long for the router, or all of it for Node. */
const LONG = 512;

/** Compares answers with what the description says. */
export function judge(document: Document) {
  const ajv = new Ajv2020({
    strict: false,
    logger: false,
    allErrors: false,
    validateFormats: true,
    multipleOfPrecision: 6,
  });
  addFormats.default(ajv);
  ajv.addFormat('time-local', /^\d\d:\d\d:\d\d(\.\d+)?$/);
  ajv.addFormat('date-time-local', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/);
  ajv.addSchema({ $id: 'service', components: document.components });
  const compiled = new WeakMap<Schema, ValidateFunction>();
  const check = (schema: Schema, value: unknown): string | undefined => {
    const validate = compiled.get(schema) ?? ajv.compile(withBase(schema));
    compiled.set(schema, validate);
    return validate(value) ? undefined : ajv.errorsText(validate.errors);
  };
  const problem = document.components?.schemas?.['Problem'] ?? {};

  return (draft: Draft, request: Request, answer: Answer): Fault[] => {
    const { operation } = draft;
    // Of a URL only so much is read.
    if ((answer.status === 414 || answer.status === 431) && request.path.length > LONG) {
      return wrongBody({ operation, answer, request }, check, problem);
    }
    return [
      ...failures(answer),
      ...undeclared(draft, answer),
      ...wrongBody({ operation, answer, request }, check, problem),
      ...wrongRefusal(draft, answer),
      ...wrongAcceptance({ draft, request, answer }, check),
    ];
  };
}

/** References lead into the description, which stands under a name of its own. */
function withBase(schema: Schema): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"service#/components'));
}

type Check = (schema: Schema, value: unknown) => string | undefined;

function failures({ status, headers, body }: Answer): Fault[] {
  if (status < 500) return [];
  const named = (status === 503 || status === 504) && body.includes('"detail"');
  if (named && headers['retry-after'] !== undefined) return [];
  return [{ kind: `${status}`, detail: body.slice(0, 300) }];
}

/** Whether the description says that this operation may answer so. */
function undeclared({ operation, valid }: Draft, { status }: Answer): Fault[] {
  if (status in operation.responses || status >= 500) return [];
  if (!valid && BEFORE_ROUTES.has(status)) return [];
  // What is asked with a method that was put there may be another route's.
  if (Object.keys(operation.responses).length === 0) return [];
  return [{ kind: 'undeclared status', detail: `${status}` }];
}

function wrongBody(
  { operation, answer, request }: { operation: Operation; answer: Answer; request: Request },
  check: Check,
  problem: Schema,
): Fault[] {
  const { status, headers, body } = answer;
  const type = (headers['content-type'] ?? '').replace(/;.*/, '');
  if (status === 204 || status === 304 || request.method === 'HEAD') {
    return body === '' ? [] : [{ kind: 'a body where there is none', detail: body.slice(0, 100) }];
  }
  const content = operation.responses[status]?.content;
  const schema = status >= 400 ? problem : content?.[type]?.schema;
  const expected = status >= 400 ? 'application/problem+json' : type;
  if (type !== expected || (content && !(type in content))) {
    return [{ kind: 'undeclared content type', detail: `${status} ${type}` }];
  }
  if (!schema) return [];
  const value = parsed(body);
  if (value === undefined)
    return [{ kind: 'an answer that is no JSON', detail: body.slice(0, 100) }];
  const fault = check(schema, value);
  return fault === undefined
    ? []
    : [{ kind: 'an answer against its schema', detail: `${status}: ${fault}` }];
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * What has no form in JSON Schema: rules of the database, how long a key is in a URL, numbers that no double holds, parts of a span
 * that are too much together, a line that is none, lists in a list that differ in length, how much a body holds in all, and what only those know whom it was given to.
 */
const BEYOND_SCHEMA =
  /break the rule|Must be what a URL can hold|Must have an a or a b|"A value has the wrong form\."|received -?Infinity|(?:interval|date or time) is out of range|"Is wrong"|The link was used|The body holds more than/;

/** Zod takes addresses that end as IPv4 does, and its pattern does not. */
const ADDRESS = '0-9a-fA-F';

interface ProblemBody {
  detail?: string;
  errors?: { pointer?: string; parameter?: string; detail: string }[];
}

/** What the description allows and the service refuses: the description says less than is checked. */
function wrongRefusal({ valid }: Draft, { status, body }: Answer): Fault[] {
  if (!valid || ![400, 413, 414, 415, 422].includes(status)) return [];
  if (BEYOND_SCHEMA.test(body)) return [];
  const { detail = '', errors = [] } = (parsed(body) ?? {}) as ProblemBody;
  const [first] = errors;
  const place = first?.pointer?.replaceAll(/\/\d+/g, '/0') ?? first?.parameter ?? '';
  return [
    { kind: 'refused, though described', detail: `${status} ${place} ${first?.detail ?? detail}` },
  ];
}

/** What the description forbids and the service takes. */
function wrongAcceptance(
  { draft, request, answer }: { draft: Draft; request: Request; answer: Answer },
  check: Check,
): Fault[] {
  const { operation, valid, spoilText, headers } = draft;
  if (valid || answer.status >= 300 || !operation.body || spoilText) return [];
  const type = headers['content-type'] ?? draft.mediaType ?? '';
  const schema = operation.body[type]?.schema;
  if (!schema || holdsRaw(request.value)) return [];
  const fault = check(schema, request.value);
  return fault === undefined || fault.includes(ADDRESS)
    ? []
    : [{ kind: 'taken, though the description forbids it', detail: fault }];
}

export function holdsRaw(value: unknown): boolean {
  if (value instanceof Raw) return true;
  if (Array.isArray(value)) return value.some(holdsRaw);
  return isPlain(value) && Object.values(value).some(holdsRaw);
}
