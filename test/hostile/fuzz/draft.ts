import * as fc from 'fast-check';
import type { Content, Document, Operation, Parameter } from './document.ts';
import { collectionOf, collectionsIn, FromRow } from './rows.ts';
import { valueOf } from './values.ts';
import {
  nastyParameter,
  nastyParameterName,
  nastyPart,
  spoiled,
  spoiledHeaders,
  spoiledText,
} from './wrong.ts';

/** A request before it is known which rows there are. */
export interface Draft {
  operation: Operation;
  /** Whether the description allows all of it. */
  valid: boolean;
  /** By the names in the path: a value, or a text that is put there as it is. */
  path: Record<string, unknown>;
  rawPath: Record<string, string>;
  query: [name: string, value: unknown][];
  /** Put behind the query as it is. */
  rawQuery: string[];
  headers: Record<string, string>;
  mediaType: string | undefined;
  body: unknown;
  /** What becomes of the body's text on its way. */
  spoilText: ((text: string) => Buffer) | undefined;
}

/** Where a nearly valid request is not valid. */
type Fault = 'path' | 'query' | 'headers' | 'body' | 'text' | 'method';

/** Requests to everything that the description names: some valid, others with one thing wrong. */
export function drafts(document: Document, operations: readonly Operation[]): fc.Arbitrary<Draft> {
  const each = operations.flatMap((operation) => {
    const valid = validDraft(document, operation, operations);
    const faults = faultsOf(operation);
    const wrong = fc
      .constantFrom(...faults)
      .chain((fault) => spoil(document, operation, { valid, fault }));
    // Rows have to be there before anything can be done to them.
    const weight = operation.method === 'POST' ? 6 : operation.method === 'DELETE' ? 1 : 3;
    return [
      { weight, arbitrary: valid },
      { weight, arbitrary: wrong },
    ];
  });
  return fc.oneof(...each);
}

function faultsOf({ parameters, body }: Operation): Fault[] {
  return [
    ...(parameters.some((one) => one.in === 'path') ? (['path'] as const) : []),
    'query',
    'headers',
    'method',
    ...(body ? (['body', 'body', 'body', 'text'] as const) : []),
  ];
}

function validDraft(
  document: Document,
  operation: Operation,
  operations: readonly Operation[],
): fc.Arbitrary<Draft> {
  const unspoiled: Pick<Draft, 'valid' | 'rawPath' | 'rawQuery' | 'spoilText'> = {
    valid: true,
    rawPath: {},
    rawQuery: [],
    spoilText: undefined,
  };
  const making = {
    document,
    of: (name: string, usual: fc.Arbitrary<unknown>) => reference(name, usual, operations),
  };
  const body = bodyOf(operation.body);
  return fc
    .record({
      path: pathOf(document, operation),
      query: queryOf(document, operation, operations),
      headers: headersOf(operation),
      mediaType: fc.constantFrom(...(operation.body ? Object.keys(operation.body) : [undefined])),
      body: body ? valueOf(making, body) : fc.constant(undefined),
    })
    .map((parts) => ({ operation, ...unspoiled, ...parts }));
}

function bodyOf(content: Content | undefined) {
  return content && Object.values(content)[0]?.schema;
}

/** A field that most likely holds a key of another row holds one that is there, most of the time. */
function reference(
  name: string,
  usual: fc.Arbitrary<unknown>,
  operations: readonly Operation[],
): fc.Arbitrary<unknown> {
  const collection = collectionOf(name, operations);
  if (collection === undefined) return usual;
  const known = fc
    .tuple(fc.nat(), usual)
    .map(([pick, otherwise]) => new FromRow({ collection, fields: ['id'], pick, otherwise }));
  return fc.oneof({ weight: 5, arbitrary: known }, { weight: 1, arbitrary: usual });
}

function pathOf(document: Document, { path, parameters }: Operation) {
  const collections = collectionsIn(path);
  const inPath = parameters.filter((one) => one.in === 'path');
  // The parts of one key come from one row.
  return fc.nat().chain((pick) =>
    fc.record(
      Object.fromEntries(
        inPath.map((parameter) => {
          const collection = collections.get(parameter.name) ?? '';
          const usual = valueOf({ document }, parameter.schema);
          const known = usual.map(
            (otherwise) =>
              new FromRow({ collection, fields: [parameter.name, 'id'], pick, otherwise }),
          );
          return [
            parameter.name,
            fc.oneof({ weight: 8, arbitrary: known }, { weight: 1, arbitrary: usual }),
          ];
        }),
      ),
    ),
  );
}

function queryOf(
  document: Document,
  { path, parameters }: Operation,
  operations: readonly Operation[],
): fc.Arbitrary<[string, unknown][]> {
  // What a cursor may be, only the service knows.
  const inQuery = parameters.filter((one) => one.in === 'query' && one.name !== 'cursor');
  if (inQuery.length === 0) return fc.constant([]);
  const one = fc
    .constantFrom(...inQuery)
    .chain((parameter) => parameterOf(document, path, parameter, operations));
  return fc.uniqueArray(one, { maxLength: 4, selector: ([name]) => name });
}

function parameterOf(
  document: Document,
  path: string,
  { name, schema }: Parameter,
  operations: readonly Operation[],
): fc.Arbitrary<[string, unknown]> {
  const usual = valueOf({ document }, schema);
  const field = name.replace(/\[\w+\]$/, '');
  // A value with a comma would be two in a list.
  if (
    schema.items?.enum ||
    schema.type === 'boolean' ||
    ['limit', 'sort', 'include', 'total'].includes(name)
  ) {
    return usual.map((value) => [name, value]);
  }
  const other = collectionOf(field, operations);
  const fields = other === undefined ? [field] : ['id'];
  const collection = other ?? path;
  const isList = schema.type === 'array';
  const { minLength = 0, maxLength = Infinity } = schema;
  const fits = (value: unknown) =>
    typeof value !== 'string' || (value.length >= minLength && value.length <= maxLength);
  const own = usual.map(withoutCommas);
  const known = fc.tuple(fc.nat(), own).map(([pick, otherwise]) => {
    const one = new FromRow({ collection, fields, pick, otherwise, fits });
    return isList ? [one] : one;
  });
  return fc.oneof(known, own).map((value) => [name, value]);
}

/** Those of a list: of a value with a comma it has two, and may come to have more than it may. */
function withoutCommas(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item) => (typeof item === 'string' ? item.replaceAll(',', ';') : item));
}

function headersOf({ parameters }: Operation): fc.Arbitrary<Record<string, string>> {
  const named = parameters
    .filter((one) => one.in === 'header')
    .map(({ name }) => name.toLowerCase());
  const tag = fc.constantFrom('*', '"1-abc"', 'W/"2-abc", "3-def"');
  const none = fc.constant<Record<string, string>>({});
  const conditional = named.filter((name) => name.startsWith('if-'));
  if (conditional.length === 0) return none;
  const one = fc
    .tuple(fc.constantFrom(...conditional), tag)
    .map(([name, value]): Record<string, string> => ({ [name]: value }));
  return fc.oneof({ weight: 6, arbitrary: none }, { weight: 1, arbitrary: one });
}

function spoil(
  document: Document,
  operation: Operation,
  { valid, fault }: { valid: fc.Arbitrary<Draft>; fault: Fault },
): fc.Arbitrary<Draft> {
  const names = [...collectionsIn(operation.path).keys()];
  const pairs = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  const changes: Record<Fault, fc.Arbitrary<Partial<Draft>>> = {
    path: fc
      .tuple(fc.constantFrom(...(names.length > 0 ? names : [''])), nastyPart)
      .map(([name, part]) => ({ rawPath: { [name]: part } })),
    query: fc
      .array(
        fc
          .tuple(
            fc.oneof(fc.constantFrom(...(pairs.length > 0 ? pairs : ['x'])), nastyParameterName),
            nastyParameter,
          )
          .map(([name, value]) => `${encodeURIComponent(name)}=${value}`),
        { minLength: 1, maxLength: 3 },
      )
      .map((rawQuery) => ({ rawQuery })),
    headers: spoiledHeaders.map((headers) => ({ headers })),
    body: spoiledBody(document, operation, valid),
    text: spoiledText.map((spoilText) => ({ spoilText })),
    method: fc
      .constantFrom(
        'GET',
        'HEAD',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
        'OPTIONS',
        'TRACE',
        'QUERY',
        'PROPFIND',
      )
      .map((method) => ({ operation: { ...operation, method, body: undefined, responses: {} } })),
  };
  return fc
    .tuple(valid, changes[fault])
    .map(([draft, change]) => ({ ...draft, ...change, valid: false }));
}

function spoiledBody(document: Document, operation: Operation, valid: fc.Arbitrary<Draft>) {
  return spoiled(valid.map(({ body }) => body)).map((body) => ({ body }));
}
