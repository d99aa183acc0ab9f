import type { OpenAPIV3_1 } from 'openapi-types';

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/**
 * Each named schema comes twice, as it is sent and (`OrderInput`) as it is received. Leaves out what nothing refers to, and
 * the suffix where only the second is used, so that a client generated from the description has `Order` and `OrderCreate`.
 */
export function tidyComponents(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas = document.components?.schemas ?? {};
  const used = usedNames(JSON.stringify(document.paths), schemas);
  const nameOf = (name: string) => {
    const base = name.replace(/Input$/, '');
    return base !== name && base in schemas && !used.has(base) ? base : name;
  };
  const text = JSON.stringify({
    ...document,
    components: {
      ...document.components,
      schemas: Object.fromEntries(
        [...used].toSorted().map((name) => [nameOf(name), schemas[name]]),
      ),
    },
  });
  return JSON.parse(
    text.replace(REFERENCE, (_, name: string) => `"#/components/schemas/${nameOf(name)}"`),
  );
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
