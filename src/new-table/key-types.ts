import { type Code, imported, quote } from '../code.ts';
import { KitError } from '../errors.ts';
import type { Column } from '../schema/table.ts';

/** What of a key decides about the type of a column that holds its values. */
export type KeyType = Pick<Column, 'sqlType' | 'jsType' | 'length'>;

/** A column's builder, and its options as source text, '' for none. */
export interface Builder {
  builder: Code;
  options: string;
}

interface MadeKey extends Builder {
  /** What is called on it behind `.primaryKey()`. */
  chain: string;
  type: KeyType;
}

const uuid: KeyType = { sqlType: 'uuid', jsType: 'string', length: null };
const text: KeyType = { sqlType: 'text', jsType: 'string', length: null };

/** How a key like the others comes about; a random UUID where theirs can't be told from the schema. */
export function madeKey(like: Column | null): MadeKey {
  const random = { ...keyBuilder(uuid), chain: '.defaultRandom()', type: uuid };
  if (!like || like.arrayDimensions > 0) return random;
  const { sqlType, jsType } = like;
  if (/^(?:small|big)?serial$/.test(sqlType)) {
    const options = sqlType === 'bigserial' ? `{ mode: ${quote(jsType)} }` : '';
    return { builder: imported(sqlType), options, chain: '', type: like };
  }
  if (like.default === 'identity') {
    const chain = like.generatedAlways
      ? '.generatedAlwaysAsIdentity()'
      : '.generatedByDefaultAsIdentity()';
    return { ...keyBuilder(like), chain, type: like };
  }
  if ((sqlType === 'uuid' || like.kind === 'text') && like.default === 'runtime') {
    const type = sqlType === 'uuid' ? uuid : text;
    return { ...keyBuilder(type), chain: '.$defaultFn(() => crypto.randomUUID())', type };
  }
  return sqlType === 'text' && like.default === 'none'
    ? { ...keyBuilder(text), chain: '', type: text }
    : random;
}

/** The builder of a column that holds the values of a key: a counter's is the number that it counts in. */
export function keyBuilder({ sqlType, jsType, length }: KeyType): Builder {
  const counted: Record<string, string> = {
    serial: 'integer',
    smallserial: 'smallint',
    bigserial: 'bigint',
  };
  const type = counted[sqlType] ?? sqlType;
  if (type === 'bigint') return { builder: imported(type), options: `{ mode: ${quote(jsType)} }` };
  if (/^(?:uuid|text|integer|smallint)$/.test(type)) {
    return { builder: imported(type), options: '' };
  }
  const sized = /^(varchar|char)(?:\(\d+\))?$/.exec(type)?.[1];
  if (sized) {
    return { builder: imported(sized), options: length === null ? '' : `{ length: ${length} }` };
  }
  throw new KitError(
    'INVALID_TABLE',
    `A key of the type ${type} can't be referred to from here.`,
    'Write the table into the schema yourself, then add it as a resource by its name.',
  );
}
