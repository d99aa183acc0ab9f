import fastJson, { type Schema } from 'fast-json-stringify';
import type { FastifySerializerCompiler } from 'fastify';
import { z } from 'zod';
import { responseJsonSchema } from './json-schema';

type Serialize = (data: unknown) => string;

/** Routes share schemas, and so do apps in one process: each is compiled once. */
const compiled = new WeakMap<object, Serialize>();

/**
 * Compiles a response schema to a function that writes exactly what the schema names: a column that it does not name can
 * not leak. The response is not validated again, which would cost more than writing it.
 *
 * Compiled on first use: a service with a hundred tables starts as quickly as one with two.
 */
export const serializerCompiler: FastifySerializerCompiler<z.ZodType> = ({ schema }) => {
  return (data) => {
    let serialize = compiled.get(schema);
    if (!serialize) {
      serialize = compile(schema);
      compiled.set(schema, serialize);
    }
    return serialize(data);
  };
};

/**
 * JSON has no infinity, nor a date beyond what a Date holds: Postgres stores both, and both are sent as null. A number that
 * JavaScript has not writes itself. Only a response that holds one of them pays for looking.
 */
function compile(schema: z.ZodType): Serialize {
  const jsonSchema = foldNull(responseJsonSchema(schema));
  const serialize = fastJson(jsonSchema as Schema);
  let serializeAny: Serialize | undefined;
  return (data) => {
    try {
      return serialize(data);
    } catch {
      serializeAny ??= fastJson(withoutForms(jsonSchema) as Schema);
      return serializeAny(data);
    }
  };
}

/** The same fields, but dates and numbers as `JSON.stringify` writes them: null where they have no form. */
function withoutForms(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutForms);
  if (typeof node !== 'object' || node === null) return node;
  if ('type' in node && (node.type === 'number' || node.type === 'integer')) return {};
  if ('format' in node && node.format === 'date-time') return {};
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutForms(value)]));
}

/**
 * Says of what may be null that it is nullable, for which zod has `anyOf: [T, null]` and `type: [T, 'null']`: fast-json-stringify
 * would otherwise validate each value to find its branch. Postgres may hold NULL in any list.
 */
function foldNull(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(foldNull);
  if (typeof node !== 'object' || node === null) return node;
  const folded = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, foldNull(value)]),
  );
  if (hasType(folded['items'])) folded['items'] = { ...folded['items'], nullable: true };
  const { anyOf, type, ...rest } = folded;
  if (Array.isArray(type) && type.length === 2 && type.includes('null')) {
    return { ...rest, type: type.find((name) => name !== 'null'), nullable: true };
  }
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return folded;
  const [value, nothing] = isNull(anyOf[0]) ? [anyOf[1], anyOf[0]] : anyOf;
  if (!isNull(nothing)) return folded;
  if (Object.keys(value).length === 0) return rest;
  return 'type' in value ? { ...rest, ...value, nullable: true } : folded;
}

function hasType(schema: unknown): schema is object {
  return typeof schema === 'object' && schema !== null && 'type' in schema;
}

function isNull(schema: { type?: unknown }): boolean {
  return schema.type === 'null' && Object.keys(schema).length === 1;
}
