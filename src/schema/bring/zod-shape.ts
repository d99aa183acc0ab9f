import type { Expression, Node, ObjectExpression } from 'oxc-parser';
import type { Library, Module } from './library.ts';
import { type Inference, isZod, partsOf } from './references.ts';
import { type Arguments, bare, keyOf, propertyOf } from './syntax.ts';
import { make } from './zod-makers.ts';
import { apply } from './zod-methods.ts';
import { isObject, type Shape, text } from './zod-text.ts';

/**
 * The type that `z.infer<typeof x>` comes to, as TypeScript that needs no Zod; null when the schema's syntax does not tell,
 * e.g. behind a transformation or a function of the project.
 */
export async function shapeOf(
  { schema, side }: Inference,
  module: Module,
  library: Library,
): Promise<string | null> {
  const shape = await new ZodReader(library, side).name(partsOf(schema), module);
  return shape && text(shape);
}

/** Reads the syntax of Zod schemas, across the modules that they are in. Whatever it does not know is null. */
export class ZodReader {
  readonly library: Library;
  /** What a schema takes and what it gives differ where there are defaults and transformations. */
  readonly side: Inference['side'];
  readonly #visiting = new Set<Node>();

  constructor(library: Library, side: Inference['side']) {
    this.library = library;
    this.side = side;
  }

  /** What a name stands for, or a property of it: `schemas.user`. */
  async name(path: string[], module: Module): Promise<Shape | null> {
    const found = await this.#constant(path, module);
    let value = found?.value;
    for (const key of found?.rest ?? []) {
      const inner = value && bare(value);
      value = inner?.type === 'ObjectExpression' ? propertyOf(inner, key) : undefined;
    }
    return found && value ? this.read(value, found.module) : null;
  }

  async read(given: Arguments[number] | undefined, module: Module): Promise<Shape | null> {
    if (!given || given.type === 'SpreadElement') return null;
    const node = bare(given);
    // A schema that contains itself has no type that could be written out.
    if (this.#visiting.has(node)) return null;
    this.#visiting.add(node);
    const shape = await this.#readNode(node, module);
    this.#visiting.delete(node);
    return shape;
  }

  /** The keys of an object, those that it spreads from another schema's shape among them. */
  async entries(
    given: Arguments[number] | undefined,
    module: Module,
  ): Promise<Map<string, Shape> | null> {
    const object = given && given.type !== 'SpreadElement' && (await this.#object(given, module));
    if (!object) return null;
    const entries = new Map<string, Shape>();
    for (const property of object.node.properties) {
      const more =
        property.type === 'SpreadElement'
          ? await this.#spread(bare(property.argument), object.module)
          : await this.#entry(property, object.module);
      if (!more) return null;
      for (const [key, shape] of more) entries.set(key, shape);
    }
    return entries;
  }

  async list(given: Arguments[number] | undefined, module: Module): Promise<Shape[] | null> {
    const node = given && given.type !== 'SpreadElement' ? bare(given) : undefined;
    if (node?.type !== 'ArrayExpression') return null;
    const shapes: Shape[] = [];
    for (const element of node.elements) {
      const shape = await this.read(element ?? undefined, module);
      if (!shape) return null;
      shapes.push(shape);
    }
    return shapes;
  }

  async #readNode(node: Expression, module: Module): Promise<Shape | null> {
    if (node.type === 'Identifier') return this.name([node.name], module);
    if (node.type === 'MemberExpression') return this.#member(node, module);
    if (node.type !== 'CallExpression') return null;
    const { callee } = node;
    if (callee.type === 'Identifier') {
      const imported = module.imports.get(callee.name);
      if (!imported || !isZod(imported.specifier)) return null;
      return make(this, imported.name, node.arguments, module);
    }
    if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null;
    const { name } = callee.property;
    if (isNamespace(callee.object, module)) {
      // `z.date()` is a Date, `z.iso.date()` a text.
      return isPart(callee.object, 'iso')
        ? { type: 'string' }
        : make(this, name, node.arguments, module);
    }
    const receiver = await this.read(callee.object, module);
    return receiver && apply(this, receiver, { name, given: node.arguments, module });
  }

  /** `schemas.user`, and `user.shape.name`. */
  async #member(
    { object, property }: Extract<Expression, { type: 'MemberExpression' }>,
    module: Module,
  ): Promise<Shape | null> {
    if (property.type !== 'Identifier') return null;
    if (object.type === 'Identifier') return this.name([object.name, property.name], module);
    const entries = await this.#spread(object, module);
    return entries?.get(property.name) ?? null;
  }

  /** `...user.shape`, or an object of schemas. */
  async #spread(node: Expression, module: Module): Promise<Map<string, Shape> | null> {
    if (!isPart(node, 'shape')) return this.entries(node, module);
    const owner = await this.read(node.object, module);
    return owner && isObject(owner) ? owner.entries : null;
  }

  async #entry(
    property: Extract<ObjectExpression['properties'][number], { type: 'Property' }>,
    module: Module,
  ): Promise<[string, Shape][] | null> {
    const key = keyOf(property);
    const shape = key === undefined ? null : await this.read(property.value, module);
    return key !== undefined && shape ? [[key, shape]] : null;
  }

  /** An object as it is written, or the constant that holds it. */
  async #object(
    given: Expression,
    module: Module,
  ): Promise<{ node: ObjectExpression; module: Module } | null> {
    const node = bare(given);
    if (node.type === 'ObjectExpression') return { node, module };
    const found = node.type === 'Identifier' ? await this.#constant([node.name], module) : null;
    const value = found && bare(found.value);
    return found && value?.type === 'ObjectExpression'
      ? { node: value, module: found.module }
      : null;
  }

  async #constant(
    path: string[],
    module: Module,
  ): Promise<{ value: Expression; module: Module; rest: string[] } | null> {
    const found = await this.library.located(module, path);
    const node = found?.module.pieces.find(({ names }) => names.includes(found.local))?.node;
    if (!found || node?.type !== 'VariableDeclarator') return null;
    return node.init && node.id.type === 'Identifier' ? { value: node.init, ...found } : null;
  }
}

type Member = Extract<Expression, { type: 'MemberExpression' }>;

const isPart = (node: Expression, name: string): node is Member =>
  node.type === 'MemberExpression' &&
  node.property.type === 'Identifier' &&
  node.property.name === name;

/** `z`, `z.coerce` and `z.iso`. */
function isNamespace(node: Expression, module: Module): boolean {
  if (isPart(node, 'coerce') || isPart(node, 'iso')) return isNamespace(node.object, module);
  const imported = node.type === 'Identifier' ? module.imports.get(node.name) : undefined;
  return imported ? isZod(imported.specifier) && /^(\*|z|default)$/.test(imported.name) : false;
}
