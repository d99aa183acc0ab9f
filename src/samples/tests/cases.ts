import type { ColumnModel } from '../../model/columns.ts';
import type { ForeignKey, Table } from '../../schema/table.ts';
import { leadingColumn } from '../factory-parents.ts';
import { type CheckReadings, isKeptEmpty, isSampled, typedSample } from '../factory.ts';
import { member, plainCode, quote } from '../../code.ts';
import { splitWords } from '../../words.ts';
import { column, deletedValues } from '../../model/conditions.ts';
import { modelOf, type TableModel } from '../../model/service.ts';
import { isDefaulted } from '../../model/referring.ts';
import { missingValue } from './keys.ts';
import {
  isRefused,
  overridesOf,
  referring,
  sharedOverrides,
  type TestSource,
} from './overrides.ts';
import { isCreatable } from '../obstacles.ts';
import { keyEntry } from '../../model/key-value.ts';

/** A resource whose rows can't go on without the row that is deleted. */
export interface ReferencedCase {
  human: string;
  pascal: string;
  kebab: string;
  override: string;
}

/** A write that the database must refuse: what it is about, what to send, and where the problem must point. */
export interface RefusedCase {
  /** The fields that a client has to be able to set for it. */
  keys: string[];
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

const TIMES = new Set<ColumnModel['kind']>(['timestamp', 'date', 'time']);

/** Columns that hold a value in every sample row, exactly as JSON shows it. */
export function probes(resource: TableModel, checks: CheckReadings): string[] {
  const filled = resource.columns
    .filter((c) => resource.filterColumns.includes(c.key))
    .filter((c) => c.notNull || isSampled(c, resource, checks))
    .filter((c) => !isKeptEmpty(resource, c.key, checks))
    .filter((c) => !(c.kind === 'decimal' && c.jsType !== 'string'));
  const exact = filled.filter(({ kind }) => EXACT.has(kind)).slice(0, 8);
  // What the database makes comes last: of the current time it has microseconds.
  const times = filled.filter(({ kind }) => TIMES.has(kind)).slice(-2);
  return [...exact, ...times].map((c) => c.key);
}

/** How a list is asked for rows that have a value in `field`: a column whose name the list takes for itself needs `[eq]`. */
export function probeParameter(keys: string[]): string {
  const reserved = keys.filter((key) => !isPlainFilter(key)).map(quote);
  if (reserved.length === 0) return 'field';
  return `[${reserved.join(', ')}].includes(field) ? \`\${field}[eq]\` : field`;
}

/** Whether a list takes the column's own name for a filter. */
export const isPlainFilter = (key: string) => !RESERVED.has(key);

const RESERVED = new Set(['limit', 'cursor', 'sort', 'include', 'total']);

/** A second row with the same values in a unique key. */
export function uniques(source: TestSource): RefusedCase[] {
  const resource = source.table;
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
    .flatMap((key) => {
      const fields = sharedOverrides(source, withPartners(key, table), 'existing', 'posted');
      const human = key.map((k) => splitWords(k).join(' ')).join(' and ');
      const pointer = `#/${encodeURIComponent(key[0] ?? '')}`;
      return fields ? [{ keys: [...key], human, fields, pointer }] : [];
    });
}

/** Columns with those that refer to the same row together with one of them: its factory wants all of a reference, or none. */
function withPartners(key: readonly string[], table: Table): string[] {
  const partners = table.foreignKeys
    .filter(({ columns }) => columns.length > 1 && key.includes(leadingColumn(columns, table)))
    .flatMap(({ columns }) => columns);
  return [...new Set([...key, ...partners])];
}

/** A row that refers to one that does not exist. */
export function missingReferences(source: TestSource): RefusedCase[] {
  const resource = source.table;
  const { foreignKeys } = resource.table;
  return foreignKeys
    .filter((f) => f.source === 'constraint' && f.columns.length === 1)
    .filter(
      (f) => foreignKeys.filter((other) => other.columns.includes(f.columns[0] ?? '')).length === 1,
    )
    .flatMap((f) => {
      const c = column(resource, f.columns[0] ?? '');
      const missing = c.inCreate ? missingValue(c) : null;
      if (missing === null) return [];
      const value = typedSample(c, plainCode(missing), resource);
      const entries = `${c.property}: ${value.text}`;
      const fields = overridesOf(source, entries, referring(source, f, 'missing'), 'posted');
      const human = splitWords(c.key).join(' ');
      const pointer = `#/${encodeURIComponent(c.key)}`;
      return fields ? [{ keys: [c.key], human, fields, pointer }] : [];
    });
}

/** A reference to a row that is only marked as deleted: what makes such a row, beside what is to be refused. */
export interface DeletedReferenceCase extends RefusedCase {
  target: TableModel;
  pascal: string;
  mark: string;
}

/** What a body says of a reference, where that is one column: the rest has the database's default, here and there. */
function partSaid(f: ForeignKey, table: TableModel, target: TableModel): ForeignKey | undefined {
  const isLeftOut = (key: string, of: TableModel) =>
    isDefaulted(key, of) && !column(of, key).inCreate;
  const pairs = f.columns
    .map((key, i) => [key, f.targetColumns[i] ?? ''] as const)
    .filter(([own, its]) => !(isLeftOut(own, table) && isLeftOut(its, target)));
  const [[own, its] = []] = pairs;
  return own !== undefined && its !== undefined && pairs.length === 1
    ? { ...f, columns: [own], targetColumns: [its] }
    : undefined;
}

/** Rows that refer to one that is only marked as deleted, as they are posted or, already there, changed. */
export function deletedReferences(
  source: TestSource,
  way: 'posted' | 'made',
): DeletedReferenceCase[] {
  const { table: resource, service, checks } = source;
  const { foreignKeys } = resource.table;
  return foreignKeys
    .filter((f) => f.source === 'constraint')
    .flatMap((f): DeletedReferenceCase[] => {
      const target = modelOf(service, f.targetTable);
      const said = target && partSaid(f, resource, target);
      const key = said?.columns[0] ?? '';
      if (!said || foreignKeys.some((g) => g !== f && g.columns.includes(key))) return [];
      const c = column(resource, key);
      const isSent = way === 'posted' ? c.inCreate : c.inUpdate;
      if (!isSent || target.role !== 'resource' || !target.softDelete) return [];
      const it = { table: target, service, checks };
      if (isRefused(it, 'marked') || !isCreatable(target, service, checks)) return [];
      const entries = `${c.property}: ${member('gone', said.targetColumns[0] ?? '')}`;
      const fields = overridesOf(source, entries, referring(source, said, 'first'), way);
      if (!fields) return [];
      return [
        {
          target,
          pascal: target.names.pascal,
          mark: deletedValues(target),
          keys: [c.key],
          human: way === 'posted' ? splitWords(c.key).join(' ') : target.names.humanOne,
          fields,
          pointer: `#/${encodeURIComponent(c.key)}`,
        },
      ];
    });
}

/** A row that can't go on without the one that is deleted: the database must refuse. */
export function referencedBy({
  table: resource,
  service,
  checks,
}: TestSource): ReferencedCase | null {
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
    if (!f || !isCreatable(other, service, checks)) continue;
    const source = { table: other, service, checks };
    const entries = keyEntry('row', resource, { table: other, foreignKey: f });
    const override = overridesOf(source, entries, referring(source, f, 'first'), 'made');
    if (override === null) continue;
    return {
      human: other.names.aHuman,
      pascal: other.names.pascal,
      kebab: other.names.kebab,
      override,
    };
  }
  return null;
}
