import { analyze, type Reference as ScopeReference } from '@typescript-eslint/scope-manager';
import {
  type Node,
  type Program,
  type TSTypeName,
  type TSTypeQueryExprName,
  type TSTypeReference,
  Visitor,
} from 'oxc-parser';
import type { Imported } from './anatomy.ts';
import type { Span } from './parse.ts';

/** Where a module uses one of its own top-level names, or one that nothing in it declares. */
export interface Reference {
  name: string;
  start: number;
  /** `typeof`: a value, of which only the type is wanted. */
  kind: 'value' | 'type' | 'typeof';
  /** `b` of `a.b`; null where it is computed, or where `a` is used as a whole. */
  member: string | null;
  /** Position of the inference that it is a part of. */
  inference: number | null;
}

/** A type that is worked out from a Zod schema: `z.infer<typeof x>`. */
export interface Inference extends Span {
  side: 'input' | 'output';
  schema: TSTypeQueryExprName;
}

type Imports = ReadonlyMap<string, Imported>;

const SIDES: Record<string, Inference['side'] | undefined> = {
  infer: 'output',
  output: 'output',
  TypeOf: 'output',
  input: 'input',
};

/** `zod`, `zod/v4`, `@hono/zod-openapi`. */
export const isZod = (specifier: string): boolean => /(^|[/@-])zod\b/.test(specifier);

/** Every use of a top-level name, with shadowing seen through, and every inference from a Zod schema. */
export function referencesOf(
  program: Program,
  imports: Imports,
): { references: Reference[]; inferences: Inference[] } {
  const { queried, members, inferences } = detailsOf(program, imports);
  // The parser's tree is the one that this analysis is made for; only the types have different homes.
  const { globalScope } = analyze(program as unknown as Parameters<typeof analyze>[0], {
    sourceType: 'module',
  });
  const own = globalScope?.childScopes[0]?.variables.flatMap((one) => one.references) ?? [];
  const uses = [...own, ...(globalScope?.through ?? [])].filter(({ init }) => !init);
  const references = uses.map((use) => {
    const [start] = use.identifier.range;
    const inside = inferences.findIndex((span) => span.start <= start && start < span.end);
    return {
      name: use.identifier.name,
      start,
      kind: kindOf(use, queried.has(start)),
      member: members.get(start) ?? null,
      inference: inside === -1 ? null : inside,
    };
  });
  return { references, inferences };
}

function kindOf({ isValueReference }: ScopeReference, isQueried: boolean): Reference['kind'] {
  if (isQueried) return 'typeof';
  return isValueReference ? 'value' : 'type';
}

/** What the syntax around a name says and the analysis of scopes does not keep. */
function detailsOf(program: Program, imports: Imports) {
  const queried = new Set<number>();
  const members = new Map<number, string>();
  const inferences: Inference[] = [];
  new Visitor({
    TSTypeQuery: ({ exprName }) => {
      const root = leftmost(exprName);
      if (root) queried.add(root.start);
    },
    MemberExpression: ({ object, property, computed }) => {
      if (object.type === 'Identifier' && property.type === 'Identifier' && !computed) {
        members.set(object.start, property.name);
      }
    },
    TSQualifiedName: ({ left, right }) => {
      if (left.type === 'Identifier') members.set(left.start, right.name);
    },
    TSTypeReference: (node) => {
      const inference = inferenceOf(node, imports);
      if (inference) inferences.push(inference);
    },
  }).visit(program);
  return { queried, members, inferences };
}

function leftmost(name: TSTypeQueryExprName): Node | undefined {
  if (name.type === 'TSQualifiedName') return leftmost(name.left);
  return name.type === 'Identifier' ? name : undefined;
}

/** `a.b` of `typeof a.b`, in parts. */
export function partsOf(name: TSTypeQueryExprName): string[] {
  if (name.type === 'Identifier') return [name.name];
  return name.type === 'TSQualifiedName' ? [...partsOf(name.left), name.right.name] : [];
}

function inferenceOf(
  { typeName, typeArguments, start, end }: TSTypeReference,
  imports: Imports,
): Inference | undefined {
  const [argument] = typeArguments?.params ?? [];
  const side = sideOf(typeName, imports);
  if (!side || argument?.type !== 'TSTypeQuery') return undefined;
  return { start, end, side, schema: argument.exprName };
}

function sideOf(name: TSTypeName, imports: Imports): Inference['side'] | undefined {
  if (name.type === 'TSQualifiedName') {
    const left = name.left.type === 'Identifier' ? imports.get(name.left.name) : undefined;
    return left && isZod(left.specifier) ? SIDES[name.right.name] : undefined;
  }
  const imported = name.type === 'Identifier' ? imports.get(name.name) : undefined;
  return imported && isZod(imported.specifier) ? SIDES[imported.name] : undefined;
}
