import {
  type Comment,
  type Declaration,
  type ModuleExportName,
  type Node,
  parseSync,
  type Program,
  type Statement,
} from 'oxc-parser';
import { boundNames, changedBindings } from './bindings.ts';
import type { Span } from './parse.ts';
import { type Inference, type Reference, referencesOf } from './references.ts';

/** The smallest part of a module that comes along or stays behind: a statement, or one variable of several. */
export interface Piece extends Span {
  /** Position of its statement in the module. */
  statement: number;
  /** `effect` declares nothing; `ambient` is `declare global` or `declare module`, with the names inside. */
  kind: 'value' | 'type' | 'effect' | 'ambient';
  /** What it declares; `DEFAULT` for a default export without a name. */
  names: string[];
  node: Node;
  references: Reference[];
  /** Bindings whose objects an effect changes: `x.y = z`, `Object.assign(x, y)`, `x.push(y)`. */
  changes: string[];
}

/** What one name of `import` or `export { } from` stands for. */
export interface Imported {
  specifier: string;
  /** `default`, or `*` for all of the module. */
  name: string;
}

/** What a module exports under one name: something of its own scope, or straight from elsewhere. */
export type Exported = { local: string } | { from: Imported };

/** A module taken apart at its top level. */
export interface Anatomy {
  statements: Statement[];
  pieces: Piece[];
  comments: Comment[];
  imports: Map<string, Imported>;
  exports: Map<string, Exported>;
  /** Specifiers of `export *`. */
  stars: string[];
  /** `z.infer<typeof x>` and the like. */
  inferences: Inference[];
  /** It can't be taken apart: CommonJS, data, `export =`. */
  isWhole: boolean;
}

/** Local name of a default export that has none. */
export const DEFAULT = '*default*';

/** Takes a module apart; never throws, as the bundler has reported syntax errors before. */
export function anatomyOf(path: string, source: string): Anatomy {
  const anatomy: Anatomy = {
    statements: [],
    pieces: [],
    comments: [],
    imports: new Map(),
    exports: new Map(),
    stars: [],
    inferences: [],
    isWhole: path.endsWith('.json'),
  };
  if (anatomy.isWhole) return anatomy;
  const { program, comments, module } = parseSync(path, source, { astType: 'ts', range: true });
  anatomy.isWhole = !module.hasModuleSyntax || program.body.some(isCommonJs);
  anatomy.comments = comments;
  for (const statement of program.body as Statement[]) {
    anatomy.statements.push(statement);
    addStatement(statement, anatomy);
  }
  addReferences(program, anatomy);
  return anatomy;
}

const isCommonJs = ({ type }: Program['body'][number]) =>
  type === 'TSExportAssignment' || type === 'TSImportEqualsDeclaration';

function addReferences(program: Program, { pieces, imports, inferences }: Anatomy): void {
  const found = referencesOf(program, imports);
  inferences.push(...found.inferences);
  for (const reference of found.references) {
    pieces
      .find(({ start, end }) => start <= reference.start && reference.start < end)
      ?.references.push(reference);
  }
}

function addStatement(statement: Statement, anatomy: Anatomy): void {
  const { exports, stars, imports } = anatomy;
  if (statement.type === 'ImportDeclaration') {
    for (const specifier of statement.specifiers) {
      const name =
        specifier.type === 'ImportSpecifier'
          ? nameOf(specifier.imported)
          : specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : '*';
      imports.set(specifier.local.name, { specifier: statement.source.value, name });
    }
  } else if (statement.type === 'ExportAllDeclaration') {
    const { exported, source } = statement;
    if (!exported) stars.push(source.value);
    else exports.set(nameOf(exported), { from: { specifier: source.value, name: '*' } });
  } else if (statement.type === 'ExportNamedDeclaration') {
    const { declaration, specifiers, source } = statement;
    for (const { local, exported } of specifiers) {
      const from = source && { specifier: source.value, name: nameOf(local) };
      exports.set(nameOf(exported), from ? { from } : { local: nameOf(local) });
    }
    for (const piece of declaration ? addPieces(statement, declaration, anatomy) : []) {
      for (const name of piece.names) exports.set(name, { local: name });
    }
  } else if (statement.type === 'ExportDefaultDeclaration') {
    addDefault(statement, anatomy);
  } else {
    addPieces(statement, statement, anatomy);
  }
}

function addDefault(
  statement: Extract<Statement, { type: 'ExportDefaultDeclaration' }>,
  anatomy: Anatomy,
): void {
  const { declaration } = statement;
  const isNamed = 'id' in declaration && declaration.id !== null && !isExpression(declaration);
  const name = isNamed ? ((declaration.id as { name?: string }).name ?? DEFAULT) : DEFAULT;
  const kind = declaration.type === 'TSInterfaceDeclaration' ? 'type' : 'value';
  anatomy.pieces.push(pieceOf(statement, anatomy, { kind, names: [name], node: declaration }));
  anatomy.exports.set('default', { local: name });
}

const isExpression = ({ type }: Node) => type.endsWith('Expression');

export const nameOf = (name: ModuleExportName): string =>
  name.type === 'Literal' ? name.value : name.name;

type Declared = Pick<Piece, 'kind' | 'names' | 'node'>;

function pieceOf(span: Span, { statements }: Anatomy, declared: Declared): Piece {
  const { start, end } = span;
  const statement = statements.length - 1;
  return { start, end, statement, references: [], changes: [], ...declared };
}

/** The pieces of a declaration or of any other statement; one for each variable where several are declared at once. */
function addPieces(
  statement: Statement,
  inner: Declaration | Statement,
  anatomy: Anatomy,
): Piece[] {
  const pieces =
    inner.type === 'VariableDeclaration' && inner.declarations.length > 1
      ? inner.declarations.map((node) =>
          pieceOf(node, anatomy, { kind: 'value', names: boundNames(node.id), node }),
        )
      : [{ ...pieceOf(statement, anatomy, declaredBy(inner)), changes: changedBindings(inner) }];
  anatomy.pieces.push(...pieces);
  return pieces;
}

function declaredBy(node: Declaration | Statement): Declared {
  if (node.type === 'VariableDeclaration') {
    const [only] = node.declarations;
    return { kind: 'value', names: only ? boundNames(only.id) : [], node: only ?? node };
  }
  if (node.type === 'TSModuleDeclaration' && (node.global || node.id.type === 'Literal')) {
    const inside = node.body?.body ?? [];
    return { kind: 'ambient', names: inside.flatMap((one) => declaredNames(one)), node };
  }
  const names = declaredNames(node);
  if (names.length === 0) return { kind: 'effect', names, node };
  const isType = node.type === 'TSTypeAliasDeclaration' || node.type === 'TSInterfaceDeclaration';
  return { kind: isType ? 'type' : 'value', names, node };
}

function declaredNames(node: Node): string[] {
  if (node.type === 'ExportNamedDeclaration') {
    return node.declaration ? declaredNames(node.declaration) : [];
  }
  if (node.type === 'VariableDeclaration') {
    return node.declarations.flatMap(({ id }) => boundNames(id));
  }
  const isDeclaration = node.type.endsWith('Declaration') || node.type === 'TSDeclareFunction';
  if (!isDeclaration || !('id' in node)) return [];
  return node.id?.type === 'Identifier' ? [node.id.name] : [];
}
