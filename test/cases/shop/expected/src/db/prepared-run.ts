import { Column, is, type SQL } from 'drizzle-orm';
import type { Connection, Submittable } from 'pg';

/** A statement as Postgres is to prepare it, and how its rows become objects. */
export interface Plan {
  name: string;
  text: string;
  columns: readonly PlanColumn[];
  types: TypeParsers;
  /**
   * How to read a row, by connection: Postgres describes the rows of a statement once on each, so that a connection made after
   * a migration never reads by what was true before it.
   */
  readers: WeakMap<Wire, RowReader>;
}

export interface PlanColumn {
  key: string;
  field: Column | SQL | SQL.Aliased;
}

/** pg's parsers for the types of Postgres, less those whose values drizzle parses itself. */
export interface TypeParsers {
  getTypeParser: (oid: number, format: 'text') => Decode;
}

export type Row = Record<string, unknown>;
type RowReader = (values: readonly (string | null)[]) => Row;
type Decode = (value: string) => unknown;

/** What pg's connection offers to those who bring a query of their own, as pg-cursor and pg-query-stream do. */
interface Wire {
  stream: { cork: () => void; uncork: () => void };
  parsedStatements: Record<string, string | undefined>;
  parse: (statement: { name: string; text: string }) => void;
  bind: (portal: { statement: string; values: readonly unknown[] }) => void;
  describe: (portal: { type: 'P' }) => void;
  execute: (portal: object) => void;
  sync: () => void;
}

interface Described {
  fields: readonly { dataTypeID: number }[];
}

/**
 * One run of a prepared statement on a connection. Unlike pg's own query it has the rows described only once, and makes
 * each of them in one step: that is a quarter of the CPU of reading one row, and a third of reading twenty.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export class PreparedRun implements Submittable {
  /** pg keeps note of the statements that a connection knows, by these two. */
  readonly name: string;
  readonly text: string;
  readonly #plan: Plan;
  readonly #values: readonly unknown[];
  readonly #done: (error: Error | undefined, rows: Row[]) => void;
  readonly #rows: Row[] = [];
  #wire: Wire | undefined;
  #read: RowReader | undefined;
  #failure: Error | undefined;

  /**
   * @param values as they go over the wire
   * @param done called once
   */
  constructor(
    plan: Plan,
    values: readonly unknown[],
    done: (error: Error | undefined, rows: Row[]) => void,
  ) {
    this.name = plan.name;
    this.text = plan.text;
    this.#plan = plan;
    this.#values = values;
    this.#done = done;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    const { name, text, readers } = this.#plan;
    this.#wire = wire;
    this.#read = readers.get(wire);
    // Sent as one packet.
    wire.stream.cork();
    if (wire.parsedStatements[name] === undefined) wire.parse({ name, text });
    wire.bind({ statement: name, values: this.#values });
    if (!this.#read) wire.describe({ type: 'P' });
    wire.execute({});
    wire.sync();
    wire.stream.uncork();
  }

  handleRowDescription({ fields }: Described): void {
    this.#read = rowReader(this.#plan, fields);
    if (this.#wire) this.#plan.readers.set(this.#wire, this.#read);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    try {
      if (this.#read) this.#rows.push(this.#read(fields));
    } catch (error) {
      // Thrown from here it would end the process: nobody stands between this and the socket.
      this.#failure = error as Error;
    }
  }

  handleReadyForQuery(): void {
    this.#done(this.#failure, this.#rows);
  }

  handleError(error: Error): void {
    this.#done(error, []);
  }

  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

function rowReader({ columns, types }: Plan, fields: Described['fields']): RowReader {
  const decoders = columns.map(({ key, field }, i): [string, Decode] => [
    key,
    decoder(field, types.getTypeParser(fields[i]?.dataTypeID ?? 0, 'text')),
  ]);
  return (values) => {
    const row: Row = {};
    for (let i = 0; i < decoders.length; i += 1) {
      const [key, decode] = decoders[i] as [string, Decode];
      const value = values[i];
      row[key] = value === null || value === undefined ? null : decode(value);
    }
    return row;
  };
}

/** pg's parser, then what drizzle makes of its result: the same two steps as in drizzle itself. */
function decoder(field: PlanColumn['field'], parse: Decode): Decode {
  const mapper = is(field, Column) ? field : sqlOf(field).decoder;
  if (mapper.mapFromDriverValue === Column.prototype.mapFromDriverValue) return parse;
  return (value) => mapper.mapFromDriverValue(parse(value));
}

function sqlOf(field: SQL | SQL.Aliased): { decoder: Mapper } {
  return ('sql' in field ? field.sql : field) as unknown as { decoder: Mapper };
}

interface Mapper {
  mapFromDriverValue: (value: unknown) => unknown;
}
