import { type Difference, type Names, schemaDifference } from './difference';
import { lastSnapshot } from './files';

/** What drizzle-kit would ask in a terminal, and how to answer without one. */
export async function question(folder: string): Promise<string> {
  const schema = await import('../../src/db/schema');
  return questionText(schemaDifference({ ...schema }, lastSnapshot(folder)));
}

/** @param difference between the schema and the last migration */
export function questionText({ tables, columns }: Difference): string {
  const cases = [
    ...(isAmbiguous(tables) ? [tables] : []),
    ...[...columns]
      .filter(([, names]) => isAmbiguous(names))
      .map(([table, names]) => withTable(table, names)),
  ];
  const why = cases.map(
    ({ added, removed }) => `  gone: ${removed.join(', ')}; new: ${added.join(', ')}`,
  );
  const answers = cases.flatMap(({ added, removed }) =>
    removed.flatMap((name) => [
      `  --rename ${name}=${added.map((one) => one.split('.').at(-1)).join('|')}   keeps its values`,
      `  --drop ${name}   loses them`,
    ]),
  );
  return [
    'drizzle-kit has to ask whether something was renamed or dropped, and there is no terminal. Nothing was written.',
    ...(why.length > 0
      ? why
      : ['  It is about an enum, a schema, a sequence, a view, a role or a policy.']),
    ...(answers.length > 0
      ? [
          'Say it with the same command, once for each that is gone:',
          ...answers,
          'Or run it in a terminal, where it asks.',
        ]
      : [
          'Run it in a terminal, where it asks. Or take what is gone out of the schema first, write that migration, then add what is new.',
        ]),
  ].join('\n');
}

function isAmbiguous({ added, removed }: Names): boolean {
  return added.length > 0 && removed.length > 0;
}

function withTable(table: string, { added, removed }: Names): Names {
  const full = (column: string) => `${table}.${column}`;
  return { added: added.map(full), removed: removed.map(full) };
}
