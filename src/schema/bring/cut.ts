import type { Statement } from 'oxc-parser';
import { nameOf, type Piece } from './anatomy.ts';
import { removedSpans } from './comments.ts';
import type { ModuleNode, ResolvedImport } from './graph.ts';
import type { KeptModule } from './kept.ts';
import type { ExportEntry, Span } from './parse.ts';
import { closingStandIns, namesOfShapes, standInFor } from './stand-ins.ts';

/** Text that takes the place of a span. */
export interface Edit extends Span {
  by: string;
}

/** A module without what stays behind: everything else keeps its text, its order and its comments. */
export function cutModule(kept: KeptModule): ModuleNode {
  const { module, isWhole, exports, stars, pieces } = kept;
  const { node } = module;
  if (isWhole) return node;
  const edits = editsOf(kept);
  const names = new Set([...pieces].flatMap((piece) => piece.names));
  return {
    ...node,
    imports: node.imports
      .filter((site) => !edits.some(({ start, end }) => start <= site.start && site.end <= end))
      .map((site) => ({ ...site, typeOnly: site.typeOnly || !isAtRunTime(site, kept) })),
    exports: node.exports.filter((entry) => {
      const { name, from, source } = entry;
      if (name === null) return from !== null && stars.has(from);
      // What is declared with `export` keeps the word, also where only its own module needs it.
      return exports.has(name) || (names.has(source ?? '') && isDeclared(entry, kept));
    }),
    declarations: node.declarations.filter(({ variable }) => names.has(variable)),
    edits,
  };
}

function isDeclared({ statement }: ExportEntry, { module }: KeptModule): boolean {
  return module.statements.some(
    (one) =>
      one.type === 'ExportNamedDeclaration' &&
      one.declaration !== null &&
      one.start === statement.start,
  );
}

/** Whether anything of an import is there at run time. */
function isAtRunTime(site: ResolvedImport, { module, values }: KeptModule): boolean {
  const names = [...module.imports].filter(([, { specifier }]) => specifier === site.specifier);
  return (
    site.statement !== undefined || names.length === 0 || names.some(([name]) => values.has(name))
  );
}

function editsOf(kept: KeptModule): Edit[] {
  const { statements, comments, node } = kept.module;
  const { source } = node;
  const fates = statements.map((statement, position) => fateOf(statement, position, kept));
  const removed = removedSpans({ source, statements, comments }, (at) => fates[at] === 'gone');
  const closing = closingStandIns(kept);
  return [
    ...removed.map((span) => ({ ...span, by: '' })),
    ...fates.flatMap((fate) => (fate === 'gone' ? [] : fate)),
    ...insideEdits(kept),
    ...(closing ? [{ start: source.length, end: source.length, by: closing }] : []),
  ];
}

/** What becomes of a statement: it goes, or stays with some edits. */
function fateOf(statement: Statement, position: number, kept: KeptModule): Edit[] | 'gone' {
  const { module, imports, exports, stars } = kept;
  switch (statement.type) {
    case 'ImportDeclaration':
      return cutImport(statement, imports, module.node.source);
    case 'ExportAllDeclaration': {
      const { exported, source } = statement;
      return (exported ? exports.has(nameOf(exported)) : stars.has(source.value)) ? [] : 'gone';
    }
    case 'ExportNamedDeclaration':
      if (statement.declaration) break;
      return cutList(statement.specifiers, ({ exported }) => exports.has(nameOf(exported)));
  }
  const own = module.pieces.filter((piece) => piece.statement === position);
  const isKept = (piece: Piece) => kept.pieces.has(piece);
  const standIn = standInFor(
    statement,
    own.filter((piece) => !isKept(piece)),
    kept,
  );
  if (own.some(isKept)) {
    const { end } = statement;
    const below = standIn ? [{ start: end, end, by: `\n${standIn}` }] : [];
    const cut = own.length > 1 ? cutList(own, isKept) : [];
    return cut === 'gone' ? cut : [...cut, ...below];
  }
  return standIn ? [{ start: statement.start, end: statement.end, by: standIn }] : 'gone';
}

/** Takes items out of a list with commas between them. */
function cutList<T extends Span>(items: T[], isKept: (item: T) => boolean): Edit[] | 'gone' {
  const last = items.findLast(isKept);
  if (!last) return 'gone';
  const end = items.at(-1)?.end ?? last.end;
  const inside = items
    .slice(0, items.indexOf(last))
    .flatMap((item, at) =>
      isKept(item) ? [] : [{ start: item.start, end: items[at + 1]?.start ?? item.end, by: '' }],
    );
  return last.end === end ? inside : [...inside, { start: last.end, end, by: '' }];
}

type Import = Extract<Statement, { type: 'ImportDeclaration' }>;

function cutImport(
  { specifiers, source: from }: Import,
  imports: ReadonlySet<string>,
  source: string,
): Edit[] | 'gone' {
  const isKept = ({ local }: Import['specifiers'][number]) => imports.has(local.name);
  if (!specifiers.some(isKept)) return 'gone';
  const [first, ...others] = specifiers;
  if (first?.type !== 'ImportDefaultSpecifier' || others.length === 0) {
    return cutList(specifiers, isKept);
  }
  const [second] = others;
  const isList = second?.type === 'ImportSpecifier';
  const start = isList ? source.indexOf('{', first.end) : (second?.start ?? first.end);
  const end = isList ? source.lastIndexOf('}', from.start) + 1 : (second?.end ?? first.end);
  const rest = cutList(others, isKept);
  if (rest === 'gone') return [{ start: first.end, end, by: '' }];
  return isKept(first) ? rest : [{ start: first.start, end: start, by: '' }, ...rest];
}

/** Types that are written out, or stood in for, inside what is kept. */
function insideEdits(kept: KeptModule): Edit[] {
  const { module, shapes, refused, pieces } = kept;
  const { source } = module.node;
  const names = namesOfShapes(kept);
  const isInside = ({ start, end }: Span) =>
    [...pieces].some((piece) => piece.start <= start && end <= piece.end);
  const written = [...shapes].flatMap(([position, shape]) => {
    const inference = module.inferences[position];
    if (!inference || !isInside(inference)) return [];
    const { start, end } = inference;
    const by = shape ?? names.get(position) ?? 'any';
    return [{ start, end, by: isUnion(by) && isOperand(inference, source) ? `(${by})` : by }];
  });
  const stoodIn = [...refused].flatMap(({ type }) =>
    type && isInside(type) ? [{ ...type, by: 'any' }] : [],
  );
  return [...written, ...stoodIn];
}

const isUnion = (type: string) => /[|&]/.test(type);

/** Whether a type is a part of another one that binds closer than `|`: `T[]`, `T & X`, `keyof T`. */
const isOperand = ({ start, end }: Span, source: string) =>
  /^\s*[[&]/.test(source.slice(end)) ||
  /(?:&|\b(?:keyof|readonly))\s*$/.test(source.slice(0, start));
