/** The parts of an OpenAPI 3.1 description that the fuzzer reads. */
export interface Document {
  paths: Record<string, Record<string, Described>>;
  components?: { schemas?: Record<string, Schema> };
}

interface Described {
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

export type Content = Record<string, { schema: Schema }>;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

/** JSON Schema, as far as the descriptions of services use it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  not?: Schema;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  items?: Schema;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  minProperties?: number;
  dependentRequired?: Record<string, string[]>;
  additionalProperties?: boolean | Schema;
}

/** What can be asked of the service. */
export interface Operation {
  name: string;
  method: string;
  /** As it is described: `/v1/orders/{id}`. */
  path: string;
  parameters: Parameter[];
  /** By media type; undefined where no body is taken. */
  body: Content | undefined;
  /** By status; what stands under `default` may not come as an answer to a well-formed request. */
  responses: Record<string, { content?: Content }>;
}

/** Everything that the description names, in its order. */
export function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters: described.parameters ?? [],
      body: described.requestBody?.content,
      responses: described.responses,
    })),
  );
}

/** Follows a reference. */
export function resolved(document: Document, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.replace('#/components/schemas/', '');
  const found = document.components?.schemas?.[name];
  if (!found) throw new Error(`The description refers to ${schema.$ref}, which it does not hold.`);
  return resolved(document, found);
}
