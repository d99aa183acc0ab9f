import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { shorten } from './bundle-errors.ts';
import { ancestors } from './packages.ts';
import type { Schema } from './table.ts';

const CONFIG = /^drizzle[\w.-]*\.config\.(ts|mts|cts|js|mjs|cjs|json)$|^drizzle\.config\.json$/;

/** What a drizzle.config says, as far as it is written there literally. */
export interface DrizzleConfig {
  /** Absolute path of the file. */
  path: string;
  casing: Schema['casing'];
  /** Sources of the schema, as written: relative to the config's folder. */
  schema: string[];
}

/**
 * The drizzle.config nearest to a folder, looking upwards to the project's root. It is parsed, never run: it commonly
 * throws without the project's environment. Undefined when there is none.
 */
export function findDrizzleConfig(start: string, root: string): DrizzleConfig | undefined {
  const folders = ancestors(start);
  const last = folders.indexOf(root);
  for (const folder of last === -1 ? [start] : folders.slice(0, last + 1)) {
    const name =
      existsSync(folder) &&
      readdirSync(folder)
        .filter((file) => CONFIG.test(file))
        .toSorted()[0];
    if (name) return readConfig(join(folder, name));
  }
  return undefined;
}

function readConfig(path: string): DrizzleConfig {
  const text = readFileSync(path, 'utf8');
  const isJson = path.endsWith('.json');
  const source = isJson ? `export default ${text}` : text;
  const config: DrizzleConfig = { path, casing: null, schema: [] };
  new Visitor({
    Property: ({ key, value }) => {
      const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? key.value : '';
      if (name === 'casing') config.casing = asCasing(strings(value)[0]);
      if (name === 'schema') config.schema = strings(value);
    },
  }).visit(parseSync(isJson ? `${path}.ts` : path, source).program);
  return config;
}

/** A string literal, or an array of them; `as const` and template strings without holes included. */
function strings(node: unknown): string[] {
  const { type, value, elements, expression, quasis } = node as {
    type: string;
    value?: unknown;
    elements?: unknown[];
    expression?: unknown;
    quasis?: { value: { cooked: string } }[];
  };
  if (type === 'Literal' && typeof value === 'string') return [value];
  if (type === 'TemplateLiteral' && quasis?.length === 1) return [quasis[0]?.value.cooked ?? ''];
  if (type === 'ArrayExpression') return (elements ?? []).flatMap(strings);
  return type === 'TSAsExpression' ? strings(expression) : [];
}

const asCasing = (value: string | undefined): Schema['casing'] =>
  value === 'snake_case' || value === 'camelCase' ? value : null;

/** A casing and how it came about, as a sentence for the person; null when there is nothing to say. */
export interface Detected {
  casing: Schema['casing'];
  because: string | null;
}

/** The casing of a schema: from the nearest drizzle.config, else from a client that lies next to the schema. */
export function detectCasing(schemaFile: string, root: string): Detected {
  const folder = dirname(schemaFile);
  const config = findDrizzleConfig(folder, root);
  if (config?.casing) {
    return { casing: config.casing, because: `as ${shorten(config.path)} says` };
  }
  for (const near of new Set([folder, dirname(folder)])) {
    const client = casingOfClient(near);
    if (client) return client;
  }
  return { casing: null, because: null };
}

/** `drizzle(..., { casing: 'snake_case' })` in a file beside the schema. */
function casingOfClient(folder: string): Detected | undefined {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  for (const file of files.filter((name) => /\.[mc]?[jt]s$/.test(name)).toSorted()) {
    const text = readFileSync(join(folder, file), 'utf8');
    const found = /\bdrizzle\s*(?:<[^>]*>)?\([\s\S]{0,400}?\bcasing:\s*['"](\w+)['"]/.exec(
      text,
    )?.[1];
    const casing = asCasing(found);
    if (casing) return { casing, because: `as the client in ${shorten(join(folder, file))} says` };
  }
  return undefined;
}

/**
 * Where the schema of the project around `cwd` is, from its drizzle.config: for a person who names none. Absolute
 * sources; empty when there is no config or it does not say so literally.
 */
export function detectSources(cwd: string): string[] {
  const config = findDrizzleConfig(cwd, cwd);
  return config?.schema.map((source) => join(dirname(config.path), source)) ?? [];
}
