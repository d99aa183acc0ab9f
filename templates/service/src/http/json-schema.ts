import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Override = NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override'];

interface ListInUrl {
  items: z.ZodType;
  maxItems?: number;
}

const lists = new WeakMap<object, ListInUrl>();

/** Says of a text in a URL that it is a list, with commas between its values, and what each of them is. */
export function commaSeparated(text: z.ZodString, list: ListInUrl): z.ZodString {
  lists.set(text, list);
  return text;
}

/**
 * Says in JSON Schema how values travel that JSON has no form for: a date as RFC 3339, a bigint as digits in a string
 * (beyond 2^53 a JSON number would lose some), nothing as null.
 */
export const describeValue: NonNullable<Override> = ({ zodSchema, jsonSchema }) => {
  const { type } = zodSchema._zod.def;
  if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (type === 'bigint') Object.assign(jsonSchema, { type: 'string', pattern: '^-?[0-9]+$' });
  if (type === 'undefined' || type === 'void') jsonSchema.type = 'null';
  const list = lists.get(zodSchema);
  if (list) describeList(jsonSchema, list);
  // Postgres takes and gives any UUID, not only those of the versions that Zod's pattern lists.
  if (jsonSchema.format === 'uuid') delete jsonSchema.pattern;
};

function describeList(jsonSchema: JsonSchema, { items, maxItems }: ListInUrl): void {
  const { $schema: _, ...item } = z.toJSONSchema(items, {
    io: 'input',
    override: describeValue,
    unrepresentable: 'any',
  });
  // Of a value with a comma, a list would make two.
  const values = item.enum?.filter((value) => !String(value).includes(','));
  Object.assign(jsonSchema, {
    type: 'array',
    items: values ? { ...item, enum: values } : item,
    minItems: 1,
    ...(maxItems !== undefined && { maxItems }),
  });
}

/** @returns the schema of what a response holds; what JSON Schema can't say (`z.custom`) allows anything */
export function responseJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, {
    io: 'output',
    // Without names, so that all of it stands in one piece and no reference has to be followed.
    metadata: z.registry(),
    unrepresentable: 'any',
    override: describeValue,
  });
  return jsonSchema;
}
