import { KitError } from '../errors.ts';
import { quote } from '../code.ts';
import type { Column } from '../schema/table.ts';

/** A type as it is written, and what it says about the column. */
export interface Made {
  builder: string;
  options: string;
  facts: Partial<Column>;
}

/** How a key like the others comes about; a random UUID where theirs can't be told from the schema. */
export function idType(like: Column | null): Made & { chain: string } {
  const uuid = {
    ...plainType('uuid', 'uuid', 'string', 'uuid'),
    chain: '.defaultRandom()',
  };
  if (!like || like.arrayDimensions > 0) return withDefault(uuid, 'sql');
  const { sqlType, jsType } = like;
  if (/^(?:small|big)?serial$/.test(sqlType)) {
    const options = sqlType === 'bigserial' ? `{ mode: ${quote(jsType)} }` : '';
    const facts = { kind: like.kind, jsType, sqlType };
    return withDefault({ builder: sqlType, options, facts, chain: '' }, 'sql');
  }
  if (like.default === 'identity') {
    const chain = like.generatedAlways
      ? '.generatedAlwaysAsIdentity()'
      : '.generatedByDefaultAsIdentity()';
    const made = withDefault({ ...keyType(like), chain }, 'identity');
    return { ...made, facts: { ...made.facts, generatedAlways: like.generatedAlways } };
  }
  if (sqlType === 'uuid' && like.default === 'sql') return withDefault(uuid, 'sql');
  if ((sqlType === 'uuid' || like.kind === 'text') && like.default === 'runtime') {
    const type = sqlType === 'uuid' ? uuid : plainType('text', 'text', 'string', 'text');
    return withDefault({ ...type, chain: '.$defaultFn(() => crypto.randomUUID())' }, 'runtime');
  }
  if (sqlType === 'text' && like.default === 'none') {
    return { ...plainType('text', 'text', 'string', 'text'), chain: '' };
  }
  return withDefault(uuid, 'sql');
}

/** The type of a column that holds the values of a key: a counter's is the number that it counts in. */
export function keyType({ sqlType, jsType, kind, length }: Column): Made {
  const counted: Record<string, string> = {
    serial: 'integer',
    smallserial: 'smallint',
    bigserial: 'bigint',
  };
  const type = counted[sqlType] ?? sqlType;
  if (type === 'bigint') {
    return {
      builder: 'bigint',
      options: `{ mode: ${quote(jsType)} }`,
      facts: { kind, jsType, sqlType: type },
    };
  }
  if (/^(?:uuid|text|integer|smallint)$/.test(type)) return plainType(type, kind, jsType, type);
  const sized = /^(varchar|char)(?:\(\d+\))?$/.exec(type)?.[1];
  if (sized) {
    const options = length === null ? '' : `{ length: ${length} }`;
    return { builder: sized, options, facts: { kind, jsType, sqlType: type, length } };
  }
  throw new KitError(
    'INVALID_TABLE',
    `A key of the type ${type} can't be referred to from here.`,
    'Write the table into the schema yourself, then add it as a resource by its name.',
  );
}

function withDefault<T extends Made>(made: T, from: Column['default']): T {
  return { ...made, facts: { ...made.facts, default: from } };
}

function plainType(
  builder: string,
  kind: Column['kind'],
  jsType: Column['jsType'],
  sqlType: string,
): Made {
  return { builder, options: '', facts: { kind, jsType, sqlType } };
}
