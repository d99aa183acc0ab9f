import { parseSync, Visitor } from 'oxc-parser';

/** A string in source text that names another module. */
export interface ImportSite {
  specifier: string;
  /** Span of the string with its quotes. */
  start: number;
  end: number;
  /** Nothing of it is left at run time. */
  typeOnly: boolean;
  /** What is imported by name; `*` for a namespace, `default` for the default export. */
  names: string[];
  /** The `export ... from` that it belongs to, if it does. */
  statement?: Span;
  /** `import('./x').T` as a type, if it is one. */
  type?: Span;
}

export interface Span {
  start: number;
  end: number;
}

/** One `export` of a module: a local binding, or something of another module. */
export interface ExportEntry {
  statement: Span;
  /** The exported name; null for `export *`. */
  name: string | null;
  /** The local binding, or the name in the other module; null for all of it. */
  source: string | null;
  from: string | null;
  isType: boolean;
}

/** A top-level `const x = pgEnum('name', ...)` or the like. */
export interface Declaration {
  variable: string;
  /** `pgTable`, `pgEnum`, `enum` for `mySchema.enum(...)`, ... */
  builder: string;
  /** The first argument, the name in the database. */
  name: string;
}

export interface ParsedModule {
  imports: ImportSite[];
  exports: ExportEntry[];
  /** Local name of an imported binding -> where it comes from. */
  bindings: Map<string, { specifier: string; name: string }>;
  declarations: Declaration[];
  /** Nothing but `export ... from`: any of its statements can go when nobody wants what it gives. */
  isBarrel: boolean;
}

type Parsed = ReturnType<typeof parseSync>;

const NO_MODULE: ParsedModule = {
  imports: [],
  exports: [],
  bindings: new Map(),
  declarations: [],
  isBarrel: false,
};

/** What bringing a module needs to know of its source. Never throws: the bundler has reported syntax errors before. */
export function parseModule(path: string, source: string): ParsedModule {
  if (path.endsWith('.json')) return NO_MODULE;
  const parsed = parseSync(path, source);
  const imports = [...staticSites(parsed), ...expressionSites(parsed)];
  return {
    imports: imports.toSorted((one, other) => one.start - other.start),
    exports: parsed.module.staticExports.flatMap(({ entries, start, end }) =>
      entries.map((entry) => ({
        statement: { start, end },
        name: exportedName(entry.exportName.kind, entry.exportName.name),
        source: entry.importName.name ?? entry.localName.name,
        from: entry.moduleRequest?.value ?? null,
        isType: entry.isType,
      })),
    ),
    bindings: importedBindings(parsed),
    declarations: topLevelDeclarations(parsed),
    isBarrel: parsed.program.body.every(isReexport),
  };
}

const exportedName = (kind: string, name: string | null) => (kind === 'Default' ? 'default' : name);

const isReexport = (statement: Parsed['program']['body'][number]) =>
  statement.type === 'ExportAllDeclaration' ||
  (statement.type === 'ExportNamedDeclaration' && statement.source !== null);

function staticSites({ module }: Parsed): ImportSite[] {
  const imports = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    start: moduleRequest.start,
    end: moduleRequest.end,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    names: entries.map(({ importName }) => importedName(importName.kind, importName.name)),
  }));
  // What is imported and then exported is listed with the span of its import, which is a site already.
  const imported = new Set(module.staticImports.map(({ start }) => start));
  const exports = module.staticExports.flatMap(({ entries, start, end }) => {
    const request = entries[0]?.moduleRequest;
    if (!request || imported.has(start)) return [];
    return [
      {
        specifier: request.value,
        start: request.start,
        end: request.end,
        typeOnly: entries.every((entry) => entry.isType),
        names: entries.map(({ importName }) => importName.name ?? '*'),
        statement: { start, end },
      },
    ];
  });
  return [...imports, ...exports];
}

function importedName(kind: string, name: string | null): string {
  if (kind === 'Default') return 'default';
  return kind === 'Name' && name ? name : '*';
}

/** `import('./x')` as an expression and as a type, and `require('./x')`. */
function expressionSites({ program }: Parsed): ImportSite[] {
  const sites: ImportSite[] = [];
  const add = (node: unknown, more: Pick<ImportSite, 'typeOnly' | 'names' | 'type'>) => {
    const { type, value, start, end } = node as Record<string, unknown>;
    if (type !== 'Literal' || typeof value !== 'string') return;
    sites.push({ specifier: value, start: start as number, end: end as number, ...more });
  };
  const all = { typeOnly: false, names: ['*'] };
  new Visitor({
    ImportExpression: (node) => add(node.source, all),
    TSImportType: ({ source, qualifier, start, end }) =>
      add(source, {
        typeOnly: true,
        names: [qualifier?.type === 'Identifier' ? qualifier.name : '*'],
        type: { start, end },
      }),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') {
        add(node.arguments[0] ?? {}, all);
      }
    },
  }).visit(program);
  return sites;
}

function importedBindings({ module }: Parsed): ParsedModule['bindings'] {
  return new Map(
    module.staticImports.flatMap(({ moduleRequest, entries }) =>
      entries.map(({ localName, importName }) => [
        localName.value,
        { specifier: moduleRequest.value, name: importedName(importName.kind, importName.name) },
      ]),
    ),
  );
}

function topLevelDeclarations({ program }: Parsed): Declaration[] {
  return program.body.flatMap((statement) => {
    const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (inner?.type !== 'VariableDeclaration') return [];
    return inner.declarations.flatMap(({ id, init }) => {
      const call = init && outermostCall(init);
      return id.type === 'Identifier' && call ? [{ variable: id.name, ...call }] : [];
    });
  });
}

type Expression = NonNullable<
  Extract<
    Parsed['program']['body'][number],
    { type: 'VariableDeclaration' }
  >['declarations'][0]['init']
>;

/** `pgTable('x', ...)`, `app.enum('x', ...)`, and the same with `.enableRLS()` or `.as(...)` behind it. */
function outermostCall(expression: Expression): Omit<Declaration, 'variable'> | undefined {
  if (expression.type !== 'CallExpression') return undefined;
  const [first] = expression.arguments;
  const { callee } = expression;
  if (first?.type === 'Literal' && typeof first.value === 'string') {
    if (callee.type === 'Identifier') return { builder: callee.name, name: first.value };
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
      return { builder: callee.property.name, name: first.value };
    }
  }
  return callee.type === 'MemberExpression' ? outermostCall(callee.object) : undefined;
}
