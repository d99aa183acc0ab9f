import { is } from 'drizzle-orm';
import {
  isPgEnum,
  isPgSequence,
  PgPolicy,
  PgRole,
  PgSchema,
  type PgTable,
} from 'drizzle-orm/pg-core';
import type { Entity, ReadResult, SqlText } from '../read-result.ts';
import type { Table } from '../table.ts';
import type { Collected, ExportPlace } from './collect.ts';
import { columnSql, unwrapArray } from './columns.ts';
import { type Context, tableColumns } from './context.ts';
import type { TableConfig } from './keys.ts';

/** Gathers what migrations need beside tables, exported or met in tables and columns, and the SQL that they will run. */
export class EntityCollector {
  readonly #entities = new Map<string, Entity>();
  readonly #sql: SqlText[] = [];
  readonly #opClasses = new Set<string>();
  readonly #collected: Collected;
  readonly #context: Context;

  constructor(collected: Collected, context: Context) {
    this.#collected = collected;
    this.#context = context;
    for (const [relations, places] of collected.relations) {
      this.#add('relations', context.tableId(relations.table), null, places);
    }
    for (const [value, places] of collected.others) this.#addOther(value, places);
  }

  /** Everything that one table uses: its pgSchema, enums, policies with their roles, expressions. */
  addTable(source: PgTable, config: TableConfig, table: Table): void {
    this.#add('table', table.name, table.schema, this.#collected.tables.get(source) ?? []);
    this.addSchema(table.schema);
    for (const [key, column] of Object.entries(tableColumns(source))) {
      const { element } = unwrapArray(column);
      const used = (element as { enum?: unknown }).enum;
      if (isPgEnum(used)) this.#addEnum(used, []);
      for (const text of columnSql(column, this.#context)) this.addSql(`${table.id}.${key}`, text);
    }
    for (const { config: index } of config.indexes) this.#addIndex(table.id, index);
    for (const { sql } of table.checks) this.addSql(table.id, sql);
    for (const policy of config.policies) this.#addPolicy(policy, table.id);
  }

  /** A view with its schema; migrations leave one that is said to exist alone. */
  addView({ name, schema }: Table, exports: ExportPlace[], existing: boolean): void {
    this.#add('view', name, schema, exports).existing = existing;
    this.addSchema(schema);
  }

  /** A pgSchema by name; `null` is the default one and needs nothing. */
  addSchema(name: string | null): void {
    if (name !== null) this.#add('schema', name, null, []);
  }

  addSql(subject: string, text: string): void {
    if (text) this.#sql.push({ subject, text });
  }

  result(): Pick<ReadResult, 'entities' | 'sql' | 'opClasses'> {
    return {
      entities: [...this.#entities.values()],
      sql: this.#sql,
      opClasses: [...this.#opClasses],
    };
  }

  #addOther(value: object, places: ExportPlace[]): void {
    if (isPgEnum(value)) this.#addEnum(value, places);
    else if (isPgSequence(value)) {
      this.#add('sequence', value.seqName ?? '', value.schema ?? null, places);
      this.addSchema(value.schema ?? null);
    } else if (is(value, PgSchema)) this.#add('schema', value.schemaName, null, places);
    else if (is(value, PgRole)) this.#addRole(value, places);
    else if (is(value, PgPolicy)) {
      this.#add('policy', value.name, null, places);
      this.#addPolicy(value, `policy ${value.name}`);
    }
  }

  #addEnum(
    { enumName, enumValues, schema }: { enumName: string; enumValues: string[]; schema: unknown },
    places: ExportPlace[],
  ): void {
    const entity = this.#add('enum', enumName, (schema as string | undefined) ?? null, places);
    entity.values = [...enumValues];
    this.addSchema(entity.schema);
  }

  #addRole(role: string | PgRole, places: ExportPlace[]): void {
    const name = typeof role === 'string' ? role : role.name;
    const entity = this.#add('role', name, null, places);
    const { _existing } = role as { _existing?: boolean };
    entity.existing ||= typeof role === 'string' || _existing === true;
  }

  #addPolicy(policy: PgPolicy, subject: string): void {
    for (const role of [policy.to ?? []].flat()) {
      if (is(role, PgRole) || typeof role === 'string') this.#addRole(role, []);
    }
    this.addSql(subject, this.#context.render(policy.using, true));
    this.addSql(subject, this.#context.render(policy.withCheck, true));
  }

  #addIndex(subject: string, { columns, where }: TableConfig['indexes'][number]['config']): void {
    for (const column of columns) {
      const { indexConfig } = column as { indexConfig?: { opClass?: string } };
      if (indexConfig?.opClass) this.#opClasses.add(indexConfig.opClass);
      else this.addSql(subject, this.#context.render(column));
    }
    if (where) this.addSql(subject, this.#context.render(where));
  }

  /** Adds one entity or what is new about it: it may be met in a column before or after its export. */
  #add(kind: Entity['kind'], name: string, schema: string | null, exports: ExportPlace[]): Entity {
    const id = JSON.stringify([kind, schema, name]);
    const known = this.#entities.get(id);
    if (known) {
      known.exports.push(...exports);
      return known;
    }
    const entity: Entity = {
      kind,
      name,
      schema,
      values: [],
      existing: false,
      exports: [...exports],
    };
    this.#entities.set(id, entity);
    return entity;
  }
}
