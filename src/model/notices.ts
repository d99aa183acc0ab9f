import type { Notice, Table } from '../schema/table.ts';
import { type ColumnModel, isUnknown } from './columns.ts';
import { filterable } from './listing.ts';
import { isNamed } from './named.ts';
import type { Names } from './names.ts';
import type { TableModel } from './service.ts';

/** What a person should know about what the table and its columns become. */
export function tableNotices(model: TableModel): Notice[] {
  const { table, names, role, columns, readOnlyReason } = model;
  if (role === 'none') return [];
  const notices: Notice[] = [];
  if (role === 'list-only') {
    notices.push({ subject: table.exportName, message: `Read-only: ${readOnlyReason}` });
  }
  for (const column of columns) {
    const message = columnNotice(column, model);
    if (message) notices.push({ subject: `${table.exportName}.${column.key}`, message });
  }
  const leftOut = filterable(columns).filter(({ key }) => !model.filterColumns.includes(key));
  // Of a table, the lint says which index would allow them.
  if (role === 'list-only' && leftOut.length > 0) {
    const keys = leftOut.map(({ key }) => key);
    notices.push({ subject: table.exportName, message: filterNotice(keys, names) });
  }
  return notices;
}

/** Says which tables have no routes because of what they hold, but of those that nobody expected to have any. */
export function signInNotices(
  signIn: ReadonlySet<Table>,
  { tables, skipTables = [] }: { tables?: string[] | undefined; skipTables?: string[] | undefined },
): Notice[] {
  if (tables) return [];
  return [...signIn]
    .filter((table) => !skipTables.some((name) => isNamed(table, name)))
    .map(({ exportName, name }) => ({
      subject: exportName,
      message: `Holds sign-in that a library keeps, so it has no routes; \`add ${name}\` in the service gives it some.`,
    }));
}

function columnNotice(column: ColumnModel, { role, routes }: TableModel): string | null {
  const isWritten = role !== 'list-only' && routes !== 'read-only';
  if (column.secret) {
    return isWritten && column.inCreate
      ? 'Looks secret: it can be set, since a row needs it, and is never sent.'
      : 'Looks secret: it is never sent and can not be set over HTTP.';
  }
  if (column.softDelete && role !== 'list-only') {
    const how = routes === 'all' ? 'DELETE sets it and' : 'no route sets it, and';
    return `Marks rows as deleted: ${how} every read leaves such rows out.`;
  }
  if (!column.inResponse) return `Is ${column.sqlType}: left out of responses.`;
  if (isUnknown(column)) {
    return `Is of the custom type ${column.sqlType}, and no value was found that it takes: no tests create rows.`;
  }
  if (column.kind === 'custom' && !column.inCreate && isWritten) {
    return `Is of the custom type ${column.sqlType}: sent as it is, and can not be set over HTTP.`;
  }
  return null;
}

function filterNotice(leftOut: string[], { kebab }: Names): string {
  const shown = leftOut.length > 6 ? leftOut.slice(0, 5) : leftOut;
  const more = leftOut.length - shown.length;
  return (
    'Has so many columns that its list is filtered only by enums and booleans; ' +
    `not by ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}. ` +
    `More can be named in \`filter\` of src/modules/${kebab}/${kebab}.schemas.ts.`
  );
}
