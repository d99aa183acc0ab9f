import { parseSync } from 'oxc-parser';
import type { ServiceFile } from './templates.ts';

/** The files of a service that are made from its tables, and not copied. */
export function generatedFiles(
  service: ReadonlyMap<string, ServiceFile>,
): Map<string, ServiceFile> {
  const isGenerated = (path: string) =>
    /^(?:src\/modules|test\/factories)\/.*\.ts$|^scripts\/seed\.ts$/.test(path);
  return new Map([...service].filter(([path]) => isGenerated(path)));
}

/** Every name that the file gives to something: imports, variables, parameters, functions, types. */
export function bindings(path: string, text: string): string[] {
  const { program } = parseSync(path, text);
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { type, id, local, params } = node as Record<string, unknown>;
    if (/^(Variable|Function|Class|TSTypeAlias|TSInterface)\w*Declarat/.test(String(type)))
      collect(id);
    if (/^Import\w*Specifier$/.test(String(type))) collect(local);
    if (Array.isArray(params)) params.forEach(collect);
    Object.values(node).forEach(visit);
  };
  const collect = (pattern: unknown): void => {
    if (typeof pattern !== 'object' || pattern === null) return;
    const part = pattern as Record<string, unknown>;
    if (part['type'] === 'Identifier') found.push(String(part['name']));
    for (const key of ['properties', 'elements', 'left', 'argument', 'value'] as const) {
      const inner = part[key];
      if (Array.isArray(inner)) inner.forEach(collect);
      else collect(inner);
    }
  };
  visit(program);
  return found;
}
