import type { Statement } from 'oxc-parser';
import type { Piece } from './anatomy.ts';
import type { KeptModule, StandIn } from './kept.ts';
import { type Inference, partsOf } from './references.ts';

const REASON =
  '// Stands in for application code that was not brought along: put the real type here.';

/** What stands where a statement stood of which only types are wanted; undefined when none is. */
export function standInFor(
  statement: Statement,
  pieces: Piece[],
  { standIns }: KeptModule,
): string | undefined {
  const lines = pieces.flatMap((piece) =>
    piece.names.flatMap((name) => {
      const as = standIns.get(name);
      return as ? declarations(name, as, statement, parameterCount(piece)) : [];
    }),
  );
  return lines.length > 0 ? [REASON, ...lines].join('\n') : undefined;
}

function declarations(name: string, as: StandIn, { type }: Statement, parameters: number) {
  const isDefault = type === 'ExportDefaultDeclaration';
  const local = /^[\w$]+$/.test(name) ? name : 'StandIn';
  const prefix = type === 'ExportNamedDeclaration' ? 'export ' : '';
  return [
    ...(as.has('type') ? [`${prefix}type ${local}${parameterList(parameters)} = any;`] : []),
    ...(as.has('value') ? [`${prefix}declare const ${local}: any;`] : []),
    ...(isDefault ? [`export type { ${local} as default };`] : []),
  ];
}

/** A type is used with as many arguments as it had, or with fewer where it had defaults. */
function parameterList(count: number): string {
  const names = Array.from({ length: count }, (_, at) => `_${at + 1} = any`);
  return count > 0 ? `<${names.join(', ')}>` : '';
}

function parameterCount({ node }: Piece): number {
  return 'typeParameters' in node ? (node.typeParameters?.params.length ?? 0) : 0;
}

/** Declarations at the end of a module: for imports that are not followed, and for types behind Zod schemas. */
export function closingStandIns(kept: KeptModule): string {
  const { module, standIns } = kept;
  const imported = [...standIns].filter(([name]) => module.imports.has(name));
  const lines = [
    ...imported.flatMap(([name, as]) => [
      ...(as.has('type') ? [`type ${name} = any;`] : []),
      ...(as.has('value') ? [`declare const ${name}: any;`] : []),
      ...namespaceOf(name, as),
    ]),
    ...[...namesOfShapes(kept).values()].map((name) => `type ${name} = any;`),
  ];
  return lines.length > 0 ? `\n${[REASON, ...new Set(lines)].join('\n')}\n` : '';
}

/** `declare namespace Stripe { type Event = any; }` for `Stripe.Event`. */
function namespaceOf(name: string, as: StandIn): string[] {
  const members = [...as].filter((one) => one.startsWith('.')).map((one) => one.slice(1));
  const types = members.map((member) => `type ${member} = any;`).join(' ');
  return types ? [`declare namespace ${name} { ${types} }`] : [];
}

/** Names for the types behind Zod schemas that could not be worked out, by the position of the inference. */
export function namesOfShapes({ module, shapes }: KeptModule): Map<number, string> {
  const taken = new Set([...module.imports.keys(), ...module.pieces.flatMap(({ names }) => names)]);
  const open = [...shapes].flatMap(([position, shape]) => {
    const inference = module.inferences[position];
    return shape === null && inference ? [[position, typeName(inference, taken)] as const] : [];
  });
  return new Map(open);
}

function typeName({ schema }: Inference, taken: ReadonlySet<string>): string {
  const last = partsOf(schema).at(-1) ?? '';
  let name = `${last.charAt(0).toUpperCase()}${last.slice(1)}`;
  while (taken.has(name)) name += 'Type';
  return name;
}
