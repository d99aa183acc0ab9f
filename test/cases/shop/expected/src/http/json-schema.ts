import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Override = NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override'];

/**
 * Says in JSON Schema how values travel that JSON has no form for: a date as RFC 3339, a bigint as digits in a string
 * (beyond 2^53 a JSON number would lose some), nothing as null.
 */
export const describeValue: NonNullable<Override> = ({ zodSchema, jsonSchema }) => {
  const { type } = zodSchema._zod.def;
  if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (type === 'bigint') Object.assign(jsonSchema, { type: 'string', pattern: '^-?[0-9]+$' });
  if (type === 'undefined' || type === 'void') jsonSchema.type = 'null';
  // Postgres takes and gives any UUID, not only those of the versions that Zod's pattern lists.
  if (jsonSchema.format === 'uuid') delete jsonSchema.pattern;
};

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
