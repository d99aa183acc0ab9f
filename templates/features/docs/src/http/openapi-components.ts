import type { OpenAPIV3_1 } from 'openapi-types';

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/**
 * Each named schema comes twice, as it is sent and (`OrderInput`) as it is received. Leaves out what nothing refers to, and
 * the suffix where only the second is used, so that a client generated from the description has `Order` and `OrderCreate`.
 */
export function tidyComponents(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas = document.components?.schemas ?? {};
  const used = usedNames(JSON.stringify(document.paths), schemas);
  const isReceived = (name: string) => baseOf(name) !== name && baseOf(name) in schemas;
  const nameOf = (name: string) =>
    isReceived(name) && !used.has(baseOf(name)) ? baseOf(name) : name;
  const text = JSON.stringify({
    ...document,
    components: {
      ...document.components,
      schemas: Object.fromEntries(
        [...used]
          .toSorted()
          .map((name) => [
            nameOf(name),
            isReceived(name) ? schemas[name] : withNulls(schemas[name]),
          ]),
      ),
    },
  });
  return JSON.parse(
    text.replace(REFERENCE, (_, name: string) => `"#/components/schemas/${nameOf(name)}"`),
  );
}

/** Postgres may hold NULL in any list, whoever put it there: it is sent as null. */
function withNulls(node: unknown): object {
  if (Array.isArray(node)) return node.map(withNulls);
  if (typeof node !== 'object' || node === null) return node as object;
  const all = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, withNulls(value)]),
  );
  const { items } = all as { items?: { type?: unknown; enum?: unknown[] } };
  if (typeof items?.type !== 'string' || items.type === 'object') return all;
  const nullable = { ...items, type: [items.type, 'null'] };
  return { ...all, items: items.enum ? { ...nullable, enum: [...items.enum, null] } : nullable };
}

/** The name of a schema as it is sent, of one as it is received. */
function baseOf(name: string): string {
  return name.replace(/Input$/, '');
}

/** Names that the paths refer to, directly or through another schema. */
function usedNames(paths: string, schemas: Record<string, unknown>): Set<string> {
  const used = new Set<string>();
  const pending = [paths];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const [, name = ''] of text.matchAll(REFERENCE)) {
      if (used.has(name) || !(name in schemas)) continue;
      used.add(name);
      pending.push(JSON.stringify(schemas[name]));
    }
  }
  return used;
}
