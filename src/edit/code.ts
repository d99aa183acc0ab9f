import { type Expression, parseSync, type Program } from 'oxc-parser';
import { propertyOf } from '../schema/bring/syntax.ts';
import type { Edit } from './edit.ts';

type Statement = Program['body'][number];

/**
 * Adds an import to a module: to the names that are imported from there, or among the others, packages first and by name, as the
 * kit's own templates have them.
 *
 * @param line the whole statement
 */
export function addImport(text: string, line: string): Edit {
  const imports = parseSync('module.ts', text).module.staticImports;
  const specifier = /from '([^']+)'/.exec(line)?.[1] ?? '';
  const same = imports.find(
    ({ moduleRequest, start, end }) =>
      moduleRequest.value === specifier && namesIn(text.slice(start, end)) !== undefined,
  );
  const [there, added] = [same && namesIn(text.slice(same.start, same.end)), namesIn(line)];
  if (same && there && added) {
    const names = [...new Set([...there, ...added])].toSorted((a, b) =>
      bare(a) < bare(b) ? -1 : 1,
    );
    const merged = `import { ${names.join(', ')} } from '${specifier}';`;
    return { text: `${text.slice(0, same.start)}${merged}${text.slice(same.end)}` };
  }
  const next = imports.find(({ moduleRequest }) => order(moduleRequest.value) > order(specifier));
  const last = imports.at(-1);
  if (next) return inserted(text, next.start, `${line}\n`);
  return last ? inserted(text, last.end, `\n${line}`) : inserted(text, 0, `${line}\n\n`);
}

/** The names between the braces of an import that has nothing else. */
function namesIn(line: string): string[] | undefined {
  const [, names] = /^import \{([^}]*)\} from /.exec(line) ?? [];
  return names
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** Without `type`, which is no part of it. */
function bare(name: string): string {
  return name.replace(/^type /, '').toLowerCase();
}

/** Packages, then folders above, then the module's own. */
function order(specifier: string): string {
  const rank = ['./', '../'].findIndex((start) => specifier.startsWith(start));
  return `${['2', '1'][rank] ?? '0'} ${specifier}`;
}

/**
 * Adds the last property to an object that is written out. Where another one is named in its place, it is spread.
 *
 * @param names the variable or the function whose value the object is, or is an argument of; then keys inside of it
 */
export function addProperty(text: string, names: readonly string[], property: string): Edit {
  const [owner = '', ...keys] = names;
  const start = valueOf(parseSync('module.ts', text).program.body, owner);
  const value = keys.reduce(
    (found, key) => (found?.type === 'ObjectExpression' ? propertyOf(found, key) : undefined),
    start,
  );
  if (value?.type === 'Identifier') {
    const { start: from, end } = value;
    return { text: `${text.slice(0, from)}{ ...${value.name}, ${property} }${text.slice(end)}` };
  }
  if (value?.type !== 'ObjectExpression') {
    return cannot(`it has no object ${names.join('.')}`, property);
  }
  const last = value.properties.at(-1);
  return last
    ? inserted(text, last.end, `,\n${property}`)
    : inserted(text, value.end - 1, property);
}

/** Adds the last member to an interface. */
export function addMember(text: string, name: string, member: string): Edit {
  for (const statement of declarations(parseSync('module.ts', text).program.body)) {
    if (statement.type !== 'TSInterfaceDeclaration' || statement.id.name !== name) continue;
    return inserted(text, statement.body.end - 1, `${member}\n`);
  }
  return cannot(`it has no interface ${name}`, member);
}

/**
 * Adds a statement to a function, before one of its own.
 *
 * @param before how that one begins
 */
export function addStatement(
  text: string,
  { name, before }: { name: string; before: string },
  statement: string,
): Edit {
  for (const one of declarations(parseSync('module.ts', text).program.body)) {
    if (one.type !== 'FunctionDeclaration' || one.id?.name !== name) continue;
    const place = one.body?.body.find(({ start }) => text.startsWith(before, start));
    if (place) return inserted(text, place.start, `${statement}\n  `);
  }
  return cannot(`it has no function ${name} with a statement ${before}`, statement);
}

function* declarations(body: readonly Statement[]): Generator<Statement> {
  for (const statement of body) {
    const isExport = statement.type === 'ExportNamedDeclaration' && statement.declaration;
    yield isExport || statement;
  }
}

function valueOf(body: readonly Statement[], owner: string): Expression | undefined {
  for (const statement of declarations(body)) {
    if (statement.type === 'FunctionDeclaration' && statement.id?.name === owner) {
      const last = statement.body?.body.at(-1);
      return last?.type === 'ReturnStatement' ? argumentOf(last.argument) : undefined;
    }
    if (statement.type !== 'VariableDeclaration') continue;
    const found = statement.declarations.find(({ id }) => 'name' in id && id.name === owner);
    if (found) return argumentOf(found.init);
  }
  return undefined;
}

/** The expression itself, without what only its type needs, or the first argument of the call that it is. */
function argumentOf(expression: Expression | null): Expression | undefined {
  if (expression?.type === 'TSSatisfiesExpression' || expression?.type === 'TSAsExpression') {
    return argumentOf(expression.expression);
  }
  if (expression?.type !== 'CallExpression') return expression ?? undefined;
  const [first] = expression.arguments;
  return first?.type === 'SpreadElement' ? undefined : first;
}

function inserted(text: string, at: number, addition: string): Edit {
  return { text: `${text.slice(0, at)}${addition}${text.slice(at)}` };
}

function cannot(reason: string, paste: string): Edit {
  return { cannot: { reason, paste } };
}
