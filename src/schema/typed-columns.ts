import {
  type Expression,
  type MemberExpression,
  type ObjectExpression,
  type ObjectProperty,
  parseSync,
  Visitor,
} from 'oxc-parser';
import { bare, keyOf, propertyOf, resultOf, returnedBy, textOf } from './bring/syntax.ts';
import type { Column, SchemaFile, Table } from './table.ts';

/** A table as its source defines it: `pgTable('orders', { ... })`. */
interface Definition {
  /** The name in the call, which has no prefix. */
  name: string;
  /** What the columns are written as, by key; or the name of what holds or makes them. */
  columns: Map<string, Expression> | string;
}

/** What the files of a schema say of columns. */
interface Findings {
  definitions: Definition[];
  /** Objects that variables hold and functions make, by their names: of columns, where a table is given one. */
  objects: Map<string, Map<string, Expression>>;
  /** Keys of any object's columns with a `$type`. */
  keys: Set<string>;
  /** Variables that hold such a column, and functions that make one. */
  names: Set<string>;
  /** Names in the database of enums, with what their values are written as. */
  enums: Map<string, Expression>;
  /** Variables that hold computed values. */
  lists: Set<string>;
  /** Types that are `any`, as what stands in for an application's own is. */
  anys: Set<string>;
}

/**
 * The columns that have a type of their own, by `Table.id`: a `$type`, or values that TypeScript may know as those of an enum
 * of its own. It leaves no trace at run time, so the source says it: the table's own definition, or, for a column that something
 * else brings there, whichever object has one of that key.
 */
export function typedColumns(
  files: readonly SchemaFile[],
  tables: readonly Table[],
): Map<Table['id'], Set<Column['key']>> {
  const found: Findings = {
    definitions: [],
    objects: new Map(),
    keys: new Set(),
    names: new Set(),
    enums: new Map(),
    lists: new Set(),
    anys: new Set(),
  };
  for (const file of files) collect(file, found);
  return new Map(
    tables.map(({ id, name, prefix, columns }) => {
      const [own] = found.definitions
        .filter((one) => one.name === name.slice(prefix.length))
        .flatMap((one) => columnsOf(one, found) ?? []);
      const isTyped = ({ key, kind, sqlType }: Column) => {
        const column = own?.get(key);
        const values = found.enums.get(sqlType);
        const isEnum =
          (values && isComputed(values, found.lists)) ||
          (column && hasComputedValues(column, found.lists));
        if (kind === 'enum' && isEnum) return true;
        // Anything goes there, so the column's plain type says more.
        if (kind !== 'json' && column && isAny(column, found.anys)) return false;
        return column ? hasType(column, found.names) : found.keys.has(key);
      };
      return [id, new Set(columns.filter(isTyped).map(({ key }) => key))];
    }),
  );
}

function columnsOf({ columns }: Definition, { objects }: Findings) {
  return typeof columns === 'string' ? objects.get(columns) : columns;
}

function collect(
  { path, content }: SchemaFile,
  { definitions, objects, keys, names, enums, lists, anys }: Findings,
): void {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return;
  const { program } = parseSync(path, content, { astType: 'ts' });
  new Visitor({
    CallExpression: ({ callee, arguments: [first, second] }) => {
      const name = first && textOf(first as Expression);
      if (name === undefined || !second) return;
      if (isEnumBuilder(callee)) enums.set(name, second as Expression);
      const columns = resultOf(second as Expression);
      if (columns?.type === 'ObjectExpression') {
        definitions.push({ name, columns: new Map(entriesOf(columns)) });
      }
      const named = columns && nameOf(columns);
      if (named !== undefined) definitions.push({ name, columns: named });
    },
    Property: (node) => {
      const key = keyOf(node as ObjectProperty);
      if (key !== undefined && hasType(node.value as Expression)) keys.add(key);
    },
    VariableDeclarator: ({ id, init }) => {
      const made = init && resultOf(init);
      if (id.type === 'Identifier' && made && hasType(made)) names.add(id.name);
      if (id.type === 'Identifier' && made?.type === 'ObjectExpression') {
        objects.set(id.name, new Map(entriesOf(made)));
      }
      if (id.type === 'Identifier' && init && isComputed(init)) lists.add(id.name);
    },
    TSTypeAliasDeclaration: ({ id, typeAnnotation }) => {
      if (typeAnnotation.type === 'TSAnyKeyword') anys.add(id.name);
    },
    FunctionDeclaration: (node) => {
      const made = node.body && returnedBy(node.body);
      if (node.id && made && hasType(made)) names.add(node.id.name);
    },
  }).visit(program);
}

/** The name of a variable, or of the function that is called without anything. */
function nameOf(node: Expression): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'CallExpression' || node.arguments.length > 0) return undefined;
  return node.callee.type === 'Identifier' ? node.callee.name : undefined;
}

function entriesOf({ properties }: ObjectExpression): [string, Expression][] {
  return properties.flatMap((one): [string, Expression][] => {
    const key = one.type === 'Property' ? keyOf(one) : undefined;
    return one.type === 'Property' && key !== undefined ? [[key, one.value]] : [];
  });
}

/** Whether `.$type<...>()` is among the calls one behind the other, or they start with something that has it. */
function hasType(given: Expression, names: ReadonlySet<string> = new Set()): boolean {
  const node = bare(given);
  if (node.type === 'Identifier') return names.has(node.name);
  if (node.type !== 'CallExpression') return false;
  if (node.callee.type !== 'MemberExpression') return hasType(node.callee, names);
  return isTyping(node.callee) || hasType(node.callee.object, names);
}

/** Whether the last `.$type<...>()` of the calls is given `any`, by itself or by one of these names. */
function isAny(given: Expression, anys: ReadonlySet<string>): boolean {
  const node = bare(given);
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  if (!isTyping(node.callee)) return isAny(node.callee.object, anys);
  const type = node.typeArguments?.params[0];
  if (type?.type !== 'TSTypeReference') return type?.type === 'TSAnyKeyword';
  return type.typeName.type === 'Identifier' && anys.has(type.typeName.name);
}

function isTyping({ property }: MemberExpression): boolean {
  return property.type === 'Identifier' && property.name === '$type';
}

/** `pgEnum`, or `enum` of a schema. */
function isEnumBuilder(callee: Expression): boolean {
  const name = callee.type === 'MemberExpression' ? callee.property : callee;
  return name.type === 'Identifier' && /enum$/i.test(name.name);
}

/** `Object.values(Role) as [Role, ...Role[]]`, `enumValues(Role)`, `[Role.Owner, Role.User]`, or a variable that holds one. */
function isComputed(given: Expression, lists: ReadonlySet<string> = new Set()): boolean {
  const node = bare(given);
  if (node.type === 'Identifier') return lists.has(node.name);
  if (node.type === 'MemberExpression') {
    return node.property.type === 'Identifier' && lists.has(node.property.name);
  }
  if (node.type === 'CallExpression') return true;
  const [first] = node.type === 'ArrayExpression' ? node.elements : [];
  if (first?.type === 'SpreadElement') return isComputed(first.argument, lists);
  return (
    first?.type === 'MemberExpression' &&
    first.object.type === 'Identifier' &&
    /^[A-Z]/.test(first.object.name)
  );
}

/** Whether one of the calls one behind the other has an `enum` of computed values: `text({ enum: Object.values(State) })`. */
function hasComputedValues(given: Expression, lists: ReadonlySet<string>): boolean {
  const node = bare(given);
  if (node.type !== 'CallExpression') return false;
  const isHere = node.arguments.some((argument) => {
    const values = argument.type === 'ObjectExpression' && propertyOf(argument, 'enum');
    return values && isComputed(values, lists);
  });
  return (
    isHere ||
    (node.callee.type === 'MemberExpression' && hasComputedValues(node.callee.object, lists))
  );
}
