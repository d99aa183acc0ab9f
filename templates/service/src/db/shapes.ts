import type { Database, Transaction } from './client';
import type { Context, Values } from './context';
import { builder, type Preparable, prepared, type Statement, unprepared } from './prepared';

/**
 * How many shapes of one statement are kept. Clients choose which columns they send and which filters they combine, so the
 * number of shapes is not ours to decide; past the limit a statement still runs, it is only built and planned each time.
 */
const MAX_SHAPES = 64;

type Row = Record<string, unknown>;

interface Shaped<Input> {
  /** The statement for such an input. Its values are left to placeholders. */
  build: (db: Database | Transaction, input: Input) => unknown;
  /** What tells the text of one statement from another's; undefined where it is not to be kept. */
  shapeOf: (input: Input) => string | undefined;
}

/** A statement whose text depends on what is sent: built and prepared once for each shape. */
export function byShape<Input>({ build, shapeOf }: Shaped<Input>) {
  const statements = new Map<string, Statement<Row[]>>();
  return (context: Context, input: Input, given: Values): Promise<Row[]> => {
    const shape = shapeOf(input);
    const kept = shape === undefined ? undefined : statements.get(shape);
    if (kept) return kept(context, given);
    const query = build(builder, input) as Preparable<Row[]>;
    if (shape === undefined || statements.size >= MAX_SHAPES) {
      return unprepared(query)(context, given);
    }
    const statement = prepared(query);
    statements.set(shape, statement);
    return statement(context, given);
  };
}
