import { propertyName, quote } from '../code.ts';
import { formatFile, type FormatSettings } from '../render/format.ts';
import type { Render } from '../render/template.ts';
import type { Draft } from './draft.ts';

/** Which file of the schema an exported table is to be imported from. */
export type FileOf = (exportName: string) => string;

/**
 * Writes a table as a file of the service's schema.
 * @param path of the file, for the formatter
 */
export function tableFile(
  draft: Draft,
  fileOf: FileOf,
  render: Render,
  { path, settings }: { path: string; settings: FormatSettings },
): Promise<string> {
  const { names, columns, enums, style } = draft;
  const extras = extrasOf(draft);
  const inSchema = style.schemaName !== null;
  const text = render('table', {
    importLines: importLines(draft, fileOf),
    enums: enums.map((one) => ({ ...one, call: inSchema ? 'inSchema.enum' : 'pgEnum' })),
    id: names.exportName,
    call: inSchema ? 'inSchema.table' : 'pgTable',
    name: names.name,
    columns: columns.map(({ column, code }) => ({ key: propertyName(column.key), code })),
    extras,
    hasExtras: extras.length > 0,
  });
  return formatFile(path, text, settings);
}

/** What stands behind the columns: unique keys and indexes, each with its name. */
function extrasOf({ table }: Draft): string[] {
  const on = (keys: (string | null)[]) => keys.map((key) => `table.${key}`).join(', ');
  return [
    ...table.uniqueKeys.map(({ name, columns }) => `unique(${quote(name)}).on(${on(columns)})`),
    ...table.indexes.map(({ name, columns }) => `index(${quote(name)}).on(${on(columns)})`),
  ];
}

function importLines({ columns, enums, imports, style, table }: Draft, fileOf: FileOf): string {
  const isSelf = columns.some(({ reference }) => reference && !reference.import);
  const builders = [
    ...columns.flatMap(({ builder }) => (builder ? [builder] : [])),
    ...(style.schemaName === null ? ['pgTable', ...(enums.length > 0 ? ['pgEnum'] : [])] : []),
    ...(style.schemaName === null ? [] : ['pgSchema']),
    ...(table.uniqueKeys.length > 0 ? ['unique'] : []),
    ...(table.indexes.length > 0 ? ['index'] : []),
  ];
  const core = [...(isSelf ? ['type AnyPgColumn'] : []), ...new Set(builders.toSorted())];
  const needsSql = columns.some(({ code }) => code.includes('sql`'));
  const lines = [
    ...(needsSql ? ["import { sql } from 'drizzle-orm';"] : []),
    `import { ${core.join(', ')} } from 'drizzle-orm/pg-core';`,
    ...[...byFile(imports, fileOf)].map(
      ([file, names]) => `import { ${names.join(', ')} } from ${quote(file)};`,
    ),
  ];
  return style.schemaName === null
    ? lines.join('\n')
    : [...lines, '', `const inSchema = pgSchema(${quote(style.schemaName)});`].join('\n');
}

function byFile(imports: string[], fileOf: FileOf): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const name of imports) {
    const file = fileOf(name);
    files.set(file, [...(files.get(file) ?? []), name]);
  }
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
