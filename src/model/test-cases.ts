import { type ColumnModel, isRequired } from './columns.ts';
import {
  type CheckReadings,
  isCreatable,
  isInUniqueKey,
  isKeptEmpty,
  isSampled,
  sampleContext,
  sampleOf,
} from './factory.ts';
import { member, propertyName, splitWords } from './names.ts';
import { column } from './conditions.ts';
import { sampleChange } from './samples.ts';
import type { ServiceModel, TableModel } from './service.ts';
import { missingValue } from './test-keys.ts';

/** A field to change in the tests of PATCH. */
export interface ChangeCase {
  key: string;
  /** `status: 'pending'`: the value before, and the one to send. */
  original: string;
  changed: string;
  /** Functions of `test/factories/values` that the two use. */
  helpers: string[];
  /** Fields that may change with it. */
  untouched: string[];
}

/** A resource whose rows can't go on without the row that is deleted. */
export interface ReferencedCase {
  human: string;
  pascal: string;
  kebab: string;
  override: string;
}

/** A write that the database must refuse: what it is about, what to send, and where the problem must point. */
export interface RefusedCase {
  human: string;
  fields: string;
  pointer: string;
}

const EXACT = new Set<ColumnModel['kind']>([
  'text',
  'uuid',
  'integer',
  'bigint',
  'enum',
  'boolean',
  'decimal',
]);

/** Columns that hold a value in every sample row, exactly as JSON shows it. */
export function probes(resource: TableModel, checks: CheckReadings): string[] {
  return resource.columns
    .filter((c) => resource.filterColumns.includes(c.key) && EXACT.has(c.kind))
    .filter((c) => c.notNull || isSampled(c, resource, checks))
    .filter((c) => !isKeptEmpty(resource, c.key, checks))
    .filter((c) => !(c.kind === 'decimal' && c.jsType !== 'string'))
    .map((c) => c.key)
    .slice(0, 8)
    .map((key) => (RESERVED.has(key) ? `${key}[eq]` : key));
}

const RESERVED = new Set(['limit', 'cursor', 'sort', 'include', 'total']);

/** A second row with the same values in a unique key. */
export function uniques(resource: TableModel): RefusedCase[] {
  const { table } = resource;
  const uniqueKeys = [...table.uniqueKeys.map((u) => u.columns), table.primaryKey];
  const settable = (key: string) => {
    const c = column(resource, key);
    return c.inCreate && c.notNull;
  };
  const seen = new Set<string>();
  return uniqueKeys
    .filter((key) => key.length > 0 && key.every(settable))
    .filter((key) => !seen.has(key.join()) && seen.add(key.join()))
    .map((key) => ({
      human: key.map((k) => splitWords(k).join(' ')).join(' and '),
      fields: key.map((k) => `${propertyName(k)}: ${member('existing', k)}`).join(', '),
      pointer: `#/${encodeURIComponent(key[0] ?? '')}`,
    }));
}

/** A row that refers to one that does not exist. */
export function missingReferences(resource: TableModel, checks: CheckReadings): RefusedCase[] {
  const { foreignKeys } = resource.table;
  return foreignKeys
    .filter((f) => f.source === 'constraint' && f.columns.length === 1)
    .filter(
      (f) => foreignKeys.filter((other) => other.columns.includes(f.columns[0] ?? '')).length === 1,
    )
    .flatMap((f) => {
      const c = column(resource, f.columns[0] ?? '');
      const isOpen = c.inCreate && !isKeptEmpty(resource, c.key, checks);
      const missing = isOpen ? missingValue(c) : null;
      if (missing === null) return [];
      return [
        {
          human: splitWords(c.key).join(' '),
          fields: `${c.property}: ${missing}`,
          pointer: `#/${encodeURIComponent(c.key)}`,
        },
      ];
    });
}

/** A column to change in the tests of PATCH, with a value before and one after. */
export function changeOf(resource: TableModel, checks: CheckReadings): ChangeCase | null {
  const refers = new Set(resource.table.foreignKeys.flatMap((f) => f.columns));
  const unknown = (checks.get(resource.table.id)?.notUnderstood.length ?? 0) > 0;
  for (const c of resource.columns) {
    if (!c.inUpdate || !c.inResponse || refers.has(c.key) || isInUniqueKey(c, resource)) continue;
    if (unknown && !isRequired(c)) continue;
    if (resource.typed.includes(c.key) || c.kind === 'vector' || c.kind === 'geometry') continue;
    const changed = sampleChange(c, sampleContext(c, resource, checks));
    if (changed === null) continue;
    const original = sampleOf(c, resource, checks);
    const helpers = `${changed} ${original}`.match(/\bsample[A-Z]\w*(?=\()/g) ?? [];
    return {
      key: c.key,
      original: `${c.property}: ${original}`,
      changed: `${c.property}: ${changed}`,
      helpers: [...new Set(helpers)],
      untouched: resource.columns
        .filter(
          (o) => o.key === c.key || o.onUpdate || o.maintained === 'update' || o.generatedAlways,
        )
        .map((o) => o.key),
    };
  }
  return null;
}

/** A row that can't go on without the one that is deleted: the database must refuse. */
export function referencedBy(resource: TableModel, service: ServiceModel): ReferencedCase | null {
  if (resource.softDelete) return null;
  for (const other of service.tables) {
    if (other === resource || other.role === 'none' || other.role === 'link') continue;
    const f = other.table.foreignKeys.find(
      (key) =>
        key.targetTable === resource.table.id &&
        key.source === 'constraint' &&
        key.columns.length === 1 &&
        [null, 'restrict', 'no action'].includes(key.onDelete),
    );
    if (!f || !isCreatable(other, service)) continue;
    return {
      human: other.names.aHuman,
      pascal: other.names.pascal,
      kebab: other.names.kebab,
      override: `${propertyName(f.columns[0] ?? '')}: ${member('row', f.targetColumns[0] ?? '')}`,
    };
  }
  return null;
}
