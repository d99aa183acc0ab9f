import type { Column, Table } from '../../src/schema/table.ts';

/** A nullable integer column, but for what is given. */
export function column(given: Partial<Column> & { key: string }): Column {
  return {
    name: given.key,
    kind: 'integer',
    jsType: 'number',
    sqlType: given.kind ?? 'integer',
    arrayDimensions: 0,
    notNull: false,
    default: 'none',
    generatedAlways: false,
    onUpdate: false,
    enumValues: null,
    length: null,
    precision: null,
    scale: null,
    withTimezone: false,
    ...given,
  };
}

/** The table `public.order_items` with these columns and no keys, but for what is given. */
export function tableOf(columns: Column[], given: Partial<Table> = {}): Table {
  return {
    id: 'public.order_items',
    kind: 'table',
    exportName: 'orderItems',
    name: 'order_items',
    schema: null,
    prefix: '',
    columns,
    primaryKey: [],
    foreignKeys: [],
    uniqueKeys: [],
    indexes: [],
    checks: [],
    ...given,
  };
}
