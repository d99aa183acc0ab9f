import { keyText } from './syntax.ts';

/** What a Zod schema's values are: an object with known keys, or any other type as text. */
export type Shape = (
  | {
      entries: Map<string, Shape>;
      /** Keys that nobody named pass. */
      isOpen: boolean;
    }
  | {
      type: string;
      /** It needs brackets inside another type. */
      isUnion?: boolean;
    }
) & { optional?: boolean; nullable?: boolean };

export type ObjectShape = Extract<Shape, { entries: unknown }>;

export const isObject = (shape: Shape): shape is ObjectShape => 'entries' in shape;

/** The shape as TypeScript. */
export function text(shape: Shape): string {
  const parts = [
    withoutNull(shape),
    ...(shape.nullable ? ['null'] : []),
    ...(shape.optional ? ['undefined'] : []),
  ];
  return parts.join(' | ');
}

function withoutNull(shape: Shape): string {
  if (!isObject(shape)) return shape.type;
  const lines = [...shape.entries].map(([key, entry]) => {
    const value = text({ ...entry, optional: false });
    return `${keyText(key)}${entry.optional ? '?' : ''}: ${value}`;
  });
  if (shape.isOpen) lines.push('[key: string]: unknown');
  return lines.length > 0 ? `{ ${lines.join('; ')} }` : 'Record<string, never>';
}

/** A list of such values. */
export function arrayOf(shape: Shape): Shape {
  const isCompound =
    shape.optional || shape.nullable || (!isObject(shape) && shape.isUnion === true);
  return { type: isCompound ? `(${text(shape)})[]` : `${text(shape)}[]` };
}

/** One of several. */
export function unionOf(shapes: Shape[]): Shape | null {
  if (shapes.length === 0) return null;
  return {
    type: shapes.map((shape) => text({ ...shape, optional: false, nullable: false })).join(' | '),
    isUnion: shapes.length > 1,
    optional: shapes.some(({ optional }) => optional),
    nullable: shapes.some(({ nullable }) => nullable),
  };
}
