import { type Expression, type ObjectExpression, parseSync, Visitor } from 'oxc-parser';
import { bare, keyOf, resultOf, textOf } from './bring/syntax.ts';
import type { Notice, SchemaFile, Table } from './table.ts';

/** What the files of a schema say of keys. */
interface Findings {
  /** Keys that are written out, of tables by their name in the call. */
  own: Map<string, Set<string>>;
  /** Keys that are written out, of any other object: a table may be given them. */
  shared: Set<string>;
  /** Texts that a constant holds: TypeScript knows a key that is one, `[NAME]`. */
  constants: Map<string, string>;
  /** There are keys that TypeScript knows as any text, if at all. */
  isOpen: boolean;
}

/**
 * Says which columns have keys that are worked out when the schema runs, as by `(name) => ({ [name]: text() })`: the reader
 * finds them, the service's types do not, and its check would fail without a word about the reason.
 */
export function unseenKeyNotices(files: readonly SchemaFile[], tables: readonly Table[]): Notice[] {
  const found: Findings = {
    own: new Map(),
    shared: new Set(),
    constants: new Map(),
    isOpen: false,
  };
  for (const file of files) collect(file, found);
  if (!found.isOpen) return [];
  const known = new Set([...found.shared, ...found.constants.values()]);
  return tables.flatMap(({ id, kind, exportName, name, prefix, columns }) => {
    const own = found.own.get(name.slice(prefix.length));
    const keys = columns.map(({ key }) => key).filter((key) => !own?.has(key) && !known.has(key));
    if (kind !== 'table' || exportName === null || keys.length === 0) return [];
    return {
      subject: id,
      message: `The keys ${keys.join(', ')} are worked out when the schema runs, so that TypeScript does not know these columns: the service works, and its check fails until they are written out in the table (${keys[0]}: ...).`,
    };
  });
}

function collect({ path, content }: SchemaFile, found: Findings): void {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return;
  const { program } = parseSync(path, content, { astType: 'ts' });
  const tables = new Set<number>();
  const computed: Expression[] = [];
  const typed = new Set<number>();
  let generic = 0;
  const enter = (node: { typeParameters?: unknown; returnType?: unknown }) => {
    if (isTyped(node)) generic++;
  };
  const exit = (node: { typeParameters?: unknown; returnType?: unknown }) => {
    if (isTyped(node)) generic--;
  };
  new Visitor({
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': exit,
    FunctionExpression: enter,
    'FunctionExpression:exit': exit,
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': exit,
    TSAsExpression: ({ expression }) => void typed.add(bare(expression).start),
    VariableDeclarator: ({ id, init }) => {
      const text = init ? textOf(init) : undefined;
      if (id.type === 'Identifier' && text !== undefined) found.constants.set(id.name, text);
    },
    CallExpression: (node) => {
      const [first, second] = node.arguments as Expression[];
      const name = first && textOf(first);
      const columns = second && resultOf(second);
      if (isFromEntries(node.callee)) found.isOpen ||= generic === 0 && !typed.has(node.start);
      if (name === undefined || columns?.type !== 'ObjectExpression') return;
      tables.add(columns.start);
      found.own.set(name, new Set(keysIn(columns)));
    },
    ObjectExpression: (node) => {
      if (!tables.has(node.start)) for (const key of keysIn(node)) found.shared.add(key);
      if (generic === 0 && !typed.has(node.start)) computed.push(...computedIn(node));
    },
  }).visit(program);
  found.isOpen ||= computed.some(
    (key) => key.type !== 'Identifier' || !found.constants.has(key.name),
  );
}

/** A function whose types say themselves what it gives, perhaps for each text that it is given. */
const isTyped = ({
  typeParameters,
  returnType,
}: {
  typeParameters?: unknown;
  returnType?: unknown;
}) => Boolean(typeParameters ?? returnType);

const isFromEntries = (callee: Expression) =>
  callee.type === 'MemberExpression' &&
  callee.property.type === 'Identifier' &&
  callee.property.name === 'fromEntries';

const keysIn = ({ properties }: ObjectExpression): string[] =>
  properties.flatMap((one) => (one.type === 'Property' ? (keyOf(one) ?? []) : []));

/** Keys that are worked out, but for members of something (`[Names.title]`), whose types may be known. */
const computedIn = ({ properties }: ObjectExpression): Expression[] =>
  properties.flatMap((one) => {
    if (one.type !== 'Property' || keyOf(one) !== undefined) return [];
    const key = bare(one.key as Expression);
    return key.type === 'MemberExpression' || textOf(key) !== undefined ? [] : [key];
  });
