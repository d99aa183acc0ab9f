import { parseSync, type TSType, Visitor } from 'oxc-parser';
import type { Notice, SchemaFile, Table } from './table.ts';

/**
 * Says which tables are declared as `any` (`pgTable(...) as any`, `const users: any`): the reader finds their columns, the service's
 * types do not, and its check would fail without a word about the reason.
 */
export function untypedTableNotices(
  files: readonly SchemaFile[],
  tables: readonly Table[],
): Notice[] {
  const untyped = new Set(files.flatMap(untypedIn));
  return tables.flatMap(({ id, kind, exportName }) =>
    kind === 'table' && exportName !== null && untyped.has(exportName)
      ? {
          subject: id,
          message: `${exportName} is declared as \`any\`, so that TypeScript does not know its columns: the service works, and its check fails until that is taken out.`,
        }
      : [],
  );
}

/** Names of variables that are `any`. */
function untypedIn({ path, content }: SchemaFile): string[] {
  if (!/\.[cm]?tsx?$/.test(path) || !/\bany\b/.test(content)) return [];
  const { program } = parseSync(path, content, { astType: 'ts' });
  const names: string[] = [];
  new Visitor({
    VariableDeclarator: ({ id, init }) => {
      if (id.type !== 'Identifier') return;
      const isCast = init?.type === 'TSAsExpression' && isAny(init.typeAnnotation);
      if (isCast || isAny(id.typeAnnotation?.typeAnnotation)) names.push(id.name);
    },
  }).visit(program);
  return names;
}

const isAny = (type: TSType | undefined): boolean => type?.type === 'TSAnyKeyword';
