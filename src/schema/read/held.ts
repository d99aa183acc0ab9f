import { is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import type { EntryModule, HeldTable } from '../read-result.ts';
import type { Collected } from './collect.ts';
import { isView } from './views.ts';

/** Objects in objects: `{ shop: { orders } }`. What lies deeper is data of the application. */
const MAX_DEPTH = 2;

/** The tables and views that modules export in plain objects or namespaces, and nobody exports by themselves. */
export function heldTables(modules: EntryModule[], { tables, views }: Collected): HeldTable[] {
  const met = new Map<unknown, number>();
  const exported = new Set<unknown>([...tables.keys(), ...views.keys()]);
  const look = (file: string, place: string, value: unknown, depth: number): HeldTable[] => {
    if (is(value, PgTable) || isView(value)) {
      if (exported.has(value)) return [];
      const at = met.get(value) ?? met.size;
      met.set(value, at);
      return [{ file, place, table: at }];
    }
    if (depth === MAX_DEPTH || !isPlain(value)) return [];
    return Object.entries(value).flatMap(([key, inner]) =>
      look(file, `${place}.${key}`, inner, depth + 1),
    );
  };
  return modules.flatMap(({ file, exports }) =>
    Object.entries(exports).flatMap(([key, value]) => look(file, key, value, 0)),
  );
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
