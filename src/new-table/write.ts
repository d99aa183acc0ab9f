import { importsOf, member, propertyName, quote } from '../code.ts';
import { formatFile, type FormatSettings } from '../render/format.ts';
import type { Render } from '../render/template.ts';
import type { DraftKey, TableDraft } from './draft.ts';

/** Which file of the schema an exported table is to be imported from. */
export type FileOf = (exportName: string) => string;

/**
 * Writes a table as a file of the service's schema.
 * @param path of the file, for the formatter
 */
export function tableFile(
  draft: TableDraft,
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
    columns: columns.map(({ key, code }) => ({ key: propertyName(key), code: code.text })),
    extras,
    hasExtras: extras.length > 0,
  });
  return formatFile(path, text, settings);
}

/** What stands behind the columns: unique keys and indexes, each with its name. */
function extrasOf({ uniqueKeys, indexes }: TableDraft): string[] {
  const write = (call: string) => (one: DraftKey) =>
    `${call}(${quote(one.name)}).on(${one.columns.map((key) => member('table', key)).join(', ')})`;
  return [...uniqueKeys.map(write('unique')), ...indexes.map(write('index'))];
}

function importLines(draft: TableDraft, fileOf: FileOf): string {
  const { columns, enums, imports, style, uniqueKeys, indexes } = draft;
  const definers = [style.schemaName === null ? 'pgTable' : 'pgSchema'];
  if (style.schemaName === null && enums.length > 0) definers.push('pgEnum');
  const used = [
    ...importsOf(...columns.map(({ code }) => code)),
    ...definers,
    ...(uniqueKeys.length > 0 ? ['unique'] : []),
    ...(indexes.length > 0 ? ['index'] : []),
  ];
  const core = used.filter((name) => name !== 'sql').toSorted(byName);
  const lines = [
    ...(used.includes('sql') ? ["import { sql } from 'drizzle-orm';"] : []),
    `import { ${core.join(', ')} } from 'drizzle-orm/pg-core';`,
    ...[...byFile(imports, fileOf)].map(
      ([file, names]) => `import { ${names.join(', ')} } from ${quote(file)};`,
    ),
  ];
  return style.schemaName === null
    ? lines.join('\n')
    : [...lines, '', `const inSchema = pgSchema(${quote(style.schemaName)});`].join('\n');
}

function byName(one: string, other: string): number {
  const [a, b] = [one, other].map((name) => name.replace('type ', '')) as [string, string];
  return a < b ? -1 : 1;
}

function byFile(imports: string[], fileOf: FileOf): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const name of imports) {
    const file = fileOf(name);
    files.set(file, [...(files.get(file) ?? []), name]);
  }
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
