import { TWO_STEPS } from './answers';
import { type Difference, type Names, schemaDifference } from './difference';
import { lastSnapshot } from './files';

/** What drizzle-kit would ask in a terminal, and how to answer without one. */
export async function question(folder: string): Promise<string> {
  const schema = await import('../../src/db/tables');
  return questionText(schemaDifference({ ...schema }, lastSnapshot(folder)));
}

/** @param difference between the schema and the last migration */
export function questionText({ tables, columns, enums }: Difference): string {
  const withValues = [
    tables,
    ...[...columns].map(([table, names]) => withTable(table, names)),
  ].filter(isAmbiguous);
  const types = [enums].filter(isAmbiguous);
  const why = [...withValues, ...types].map(
    ({ added, removed }) => `  gone: ${removed.join(', ')}; new: ${added.join(', ')}`,
  );
  const answers = [
    ...withValues.flatMap((names) => [...renames(names), ...drops(names)]),
    ...types.flatMap(renames),
  ];
  return [
    'drizzle-kit has to ask whether something was renamed or dropped, and there is no terminal. Nothing was written.',
    ...(why.length > 0 ? why : ['  It is about a schema, a sequence, a view, a role or a policy.']),
    ...(answers.length > 0
      ? ['Say it with the same command, once for each that is gone:', ...answers]
      : []),
    ...(withValues.length > 0 ? [] : [`Where nothing was renamed: ${TWO_STEPS}`]),
    'Or run it in a terminal, where it asks.',
  ].join('\n');
}

function renames({ added, removed }: Names): string[] {
  const names = added.map((one) => one.split('.').at(-1)).join('|');
  return removed.map((name) => `  --rename ${name}=${names}   keeps its values`);
}

function drops({ removed }: Names): string[] {
  return removed.map((name) => `  --drop ${name}   loses them`);
}

function isAmbiguous({ added, removed }: Names): boolean {
  return added.length > 0 && removed.length > 0;
}

function withTable(table: string, { added, removed }: Names): Names {
  const full = (column: string) => `${table}.${column}`;
  return { added: added.map(full), removed: removed.map(full) };
}
