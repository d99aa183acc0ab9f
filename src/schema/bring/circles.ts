import { parseSync } from 'oxc-parser';
import type { SchemaFile } from '../table.ts';
import { edited } from './rewrite.ts';
import { definedIn, writtenReferences } from './written-references.ts';

interface Reference {
  from: string;
  to: string;
  /** Where the type of what it gives would stand. */
  at: number;
}

/**
 * References that lead in a circle say what they give: the type of each table would depend on itself, which is an error where
 * types are checked strictly, as a service's are, and `any` without a word where they are not.
 */
export function withoutCircles(files: readonly SchemaFile[]): SchemaFile[] {
  const found = new Map(files.map((file) => [file, referencesOf(file)]));
  const reached = reachedBy([...found.values()].flat());
  return files.map((file) => {
    const edits = (found.get(file) ?? [])
      .filter(({ from, to }) => reached(to).has(from))
      .map(({ at }) => ({ start: at, end: at, by: ': AnyPgColumn' }));
    if (edits.length === 0) return file;
    const isKnown = /\bAnyPgColumn\b/.test(file.content);
    const line = isKnown ? '' : "import type { AnyPgColumn } from 'drizzle-orm/pg-core';\n";
    return { ...file, content: line + edited(file.content, edits) };
  });
}

function referencesOf({ path, content }: SchemaFile): Reference[] {
  if (!content.includes('.references(')) return [];
  const { program } = parseSync(path, content, { astType: 'ts', range: true });
  const definitions = definedIn(program);
  return writtenReferences(program, content).flatMap(({ start, at, table }) => {
    const own = definitions.find((one) => one.start < start && start < one.end);
    return own ? { from: own.name, to: table, at } : [];
  });
}

/** Which tables a table leads to, by whatever number of references; itself is one of them. */
function reachedBy(references: readonly Reference[]): (table: string) => ReadonlySet<string> {
  const known = new Map<string, Set<string>>();
  return (table) => {
    const all = known.get(table) ?? new Set([table]);
    known.set(table, all);
    // What is added while it is walked is walked, too.
    for (const one of all) {
      for (const { from, to } of references) if (from === one) all.add(to);
    }
    return all;
  };
}
