import { parseSync } from 'oxc-parser';
import type { Edit } from './edit.ts';

/**
 * Adds `export * from '<specifier>';` to a module: below the last such line, or else at the end. The rest stays as it is.
 * @param specifier as written, e.g. `./invoices`
 */
export function addExportAll(text: string, specifier: string): Edit {
  const line = `export * from '${specifier}';`;
  const cannot = (reason: string): Edit => ({ cannot: { reason, paste: line } });
  const { module, errors, program } = parseSync('index.ts', text);
  if (errors.length > 0) return cannot('it does not parse');
  const isAssigned = program.body.some(({ type }) => type === 'TSExportAssignment');
  if (isAssigned || (text.trim() !== '' && !module.hasModuleSyntax)) {
    return cannot('it is no ES module');
  }
  const stars = module.staticExports.filter(({ entries }) =>
    entries.some(({ importName, isType }) => isStar(importName.kind) && !isType),
  );
  const isThere = stars.some(({ entries }) =>
    entries.some((entry) => entry.moduleRequest?.value === specifier),
  );
  if (isThere) return 'unchanged';
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const last = stars.at(-1);
  if (!last) {
    const end = text === '' || text.endsWith('\n') ? '' : newline;
    return { text: `${text}${end}${line}${newline}` };
  }
  // Behind whatever else stands on that line, such as a comment.
  const lineEnd = text.indexOf('\n', last.end);
  return lineEnd === -1
    ? { text: `${text}${newline}${line}${newline}` }
    : { text: `${text.slice(0, lineEnd + 1)}${line}${newline}${text.slice(lineEnd + 1)}` };
}

/** As text: the parser's own enum exists for the compiler only. */
function isStar(kind: string): boolean {
  return kind === 'AllButDefault';
}
