import { resolve } from 'node:path';
import type { Column, Table } from '../../../src/schema/table.ts';
import { loadCheckReader, withRules } from '../../../src/samples/checks/reading.ts';
import { settleChecks } from '../../../src/samples/checks/settle.ts';
import type { Relation } from '../../../src/model/relations.ts';
import { relationsOf } from '../../../src/model/relations.ts';
import { serviceModel, type Choice, type TableModel } from '../../../src/model/service.ts';
import { readVocabulary } from '../../../src/render/vocabulary.ts';
import { packageRoot } from '../../../src/kit/package.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';

const vocabulary = readVocabulary(resolve(packageRoot(), 'templates'));

/** A required reference to another table's id, named after it: `userId` to `public.users`. */
export const referenceTo = (target: string, key = `${target.replace(/s$/, '')}Id`) => ({
  column: column(key, { kind: 'uuid', sqlType: 'uuid' }),
  foreignKey: foreignKey([key], `public.${target}`),
});

/** A table whose rows must refer to rows of others. */
export function child(name: string, targets: string[], more: Partial<Table> = {}): Table {
  const references = targets.map((target) => referenceTo(target));
  return table(name, {
    ...more,
    columns: [...references.map((one) => one.column), ...(more.columns ?? [])],
    foreignKeys: [...references.map((one) => one.foreignKey), ...(more.foreignKeys ?? [])],
  });
}

/** A pure join table of two others. */
export function join(name: string, targets: [string, string], extra: Column[] = []): Table {
  const references = targets.map((target) => referenceTo(target));
  return {
    ...table(name),
    columns: [...references.map((one) => one.column), ...extra],
    foreignKeys: references.map((one) => one.foreignKey),
    primaryKey: references.map((one) => one.column.key),
  };
}

export const serviceOf = (tables: Table[], choice: Choice = {}) =>
  serviceModel(schemaOf(...tables), choice, vocabulary);

export function modelIn(service: { tables: TableModel[] }, name: string): TableModel {
  const found = service.tables.find((one) => one.table.exportName === name);
  if (!found) throw new Error(`no table ${name}`);
  return found;
}

/** What can be included with a table's rows: `author: one users`. */
export function includesOf(name: string, tables: Table[], choice: Choice = {}): string[] {
  const service = serviceOf(tables, choice);
  return relationsOf(modelIn(service, name), service).map(describe);
}

const describe = ({ name, kind, target, through }: Relation): string =>
  `${name}: ${kind} ${target.table.name}${through ? ` through ${through.table.table.name}` : ''}`;

/** The tables as a service, with their checks read and settled. */
export async function settled(tables: Table[]) {
  const service = serviceOf(tables);
  const read = await loadCheckReader();
  const readings = new Map(tables.map((one) => [one.id, withRules(one, read(one))] as const));
  return { service, readings: settleChecks(service, readings) };
}
