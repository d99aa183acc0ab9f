import type { ReadResult } from '../read-result.ts';
import type { Notice } from '../table.ts';
import type { Call } from './calls.ts';
import { ownerOf } from './known-functions.ts';
import { typeOwnerOf } from './known-types.ts';

/** Operator classes, as they stand in SQL, -> their extension. */
const CLASSES: [RegExp, string][] = [
  [/\b(gin|gist)_trgm_ops\b/i, 'pg_trgm'],
  [/\b(vector|halfvec|sparsevec|bit)_(l1|l2|ip|cosine|hamming|jaccard)_ops\b/i, 'vector'],
  [/\bgist_\w+_ops\b/i, 'btree_gist'],
  [/\bgin__int_ops\b/i, 'intarray'],
];

/** Extensions outside Postgres's own contrib, which the embedded server does not have. */
const NOT_EMBEDDED = new Set(['vector', 'postgis']);

/** Types that gist and gin only index with btree_gist and btree_gin; but text alone with an operator class of its own. */
const SCALAR = new Set([
  'integer',
  'bigint',
  'text',
  'uuid',
  'timestamp',
  'date',
  'boolean',
  'decimal',
  'float',
]);

/** Extensions that need another one, which has to be there before. */
const BEFORE: Record<string, string> = { earthdistance: 'cube' };

/** The Postgres extensions that a schema needs, in an order in which they can be created. */
export function extensionsOf({ tables, sql, opClasses }: ReadResult, calls: Call[]): string[] {
  const types = tables.flatMap(({ columns }) =>
    columns.map(({ sqlType }) => /^(?:public\.)?(\w+)/.exec(sqlType.toLowerCase())?.[1] ?? ''),
  );
  const texts = [...opClasses, ...sql.map(({ text }) => text)];
  const found = new Set([
    ...types.flatMap((type) => typeOwnerOf(type) || []),
    ...CLASSES.filter(([pattern]) => texts.some((text) => pattern.test(text))).map(
      ([, name]) => name,
    ),
    ...calls.flatMap(({ name }) => ownerOf(name) || []),
    ...(hasScalar(tables, 'gist') ? ['btree_gist'] : []),
    ...(hasScalar(tables, 'gin') ? ['btree_gin'] : []),
  ]);
  // What is needed before comes before in the alphabet, too.
  return [...new Set([...found].flatMap((name) => [name, BEFORE[name] ?? name]))].toSorted();
}

function hasScalar(tables: ReadResult['tables'], wanted: 'gist' | 'gin'): boolean {
  return tables.some(({ columns, indexes }) =>
    indexes.some(({ method, columns: keys }) => {
      const found = columns.filter(
        ({ key, kind, arrayDimensions }) =>
          keys.includes(key) && SCALAR.has(kind) && arrayDimensions === 0,
      );
      const isTextOnly = keys.length === found.length && found.every(({ kind }) => kind === 'text');
      return method === wanted && found.length > 0 && !(wanted === 'gin' && isTextOnly);
    }),
  );
}

/** What to do about extensions that the embedded Postgres lacks. */
export function extensionNotices(extensions: string[]): Notice[] {
  return extensions
    .filter((name) => NOT_EMBEDDED.has(name))
    .map((name) => ({
      subject: null,
      message: `The schema needs the Postgres extension ${name}, which the embedded server does not have. Set DATABASE_URL and TEST_DATABASE_URL to a server that has it.`,
    }));
}
