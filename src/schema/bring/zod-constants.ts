import type { Expression, TSEnumMember } from 'oxc-parser';
import type { Library, Module } from './library.ts';
import { bare, literalText } from './syntax.ts';

/**
 * The values that `z.literal`, `z.enum` or `z.nativeEnum` is given, as literal types: written out, in a constant, in an
 * object or in a TypeScript enum. Null when they can't be read.
 */
export async function constantsOf(
  given: Expression,
  module: Module,
  library: Library,
): Promise<string[] | null> {
  const node = bare(given);
  if (node.type === 'ArrayExpression') {
    return all(
      node.elements.map((one) => (one && one.type !== 'SpreadElement' ? literalText(one) : null)),
    );
  }
  if (node.type === 'ObjectExpression') {
    return all(
      node.properties.map((one) => (one.type === 'Property' ? literalText(one.value) : null)),
    );
  }
  if (node.type !== 'Identifier') return all([literalText(node)]);
  const found = await library.declaration(module.node.path, node.name, 'inside');
  const declared = found?.module.pieces.find(({ names }) => names.includes(found.local))?.node;
  if (declared?.type === 'TSEnumDeclaration') return all(declared.body.members.map(enumValue));
  if (!found || declared?.type !== 'VariableDeclarator' || !declared.init) return null;
  if (declared.id.type !== 'Identifier' || declared.init.type === 'Identifier') return null;
  return constantsOf(declared.init, found.module, library);
}

/** Members without a value are counted; nobody stores those as JSON by their number knowingly, so they are not read. */
const enumValue = ({ initializer }: TSEnumMember) =>
  initializer ? literalText(initializer) : null;

const all = (values: (string | null)[]): string[] | null =>
  values.every((value) => value !== null) ? values : null;
