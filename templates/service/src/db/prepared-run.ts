import type { Writable } from 'node:stream';
import { Column, is, type SQL } from 'drizzle-orm';
import type { Connection, Submittable } from 'pg';
import { serialize } from 'pg-protocol';
import type { Callback } from './connection';

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
  readers: WeakMap<Wire, Reader>;
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
type Decode = (value: string) => unknown;

/** What pg's connection offers to those who bring a query of their own, as pg-cursor and pg-query-stream do. */
interface Wire {
  stream: Writable;
  parsedStatements: Record<string, string | undefined>;
  submittedNamedStatements: Record<string, string | undefined>;
}

/** Has all rows sent of what was bound, and tells when that is done. */
const EXECUTE = Buffer.concat([serialize.execute(), serialize.sync()]);
/** The same, with what the rows are made of before them. */
const DESCRIBE = Buffer.concat([serialize.describe({ type: 'P' }), EXECUTE]);

interface Described {
  fields: readonly { name: string; dataTypeID: number }[];
}

interface Reader extends Described {
  read: (values: readonly (string | null)[]) => Row;
}

/** Called once. */
export type RunCallback = Callback<RunResult>;

/** What a run gives its callback: what tracers and loggers look at in a result of pg's own query. */
export class RunResult {
  readonly rows: Row[];
  readonly fields: Described['fields'];
  readonly #tag: string;

  /** @param tag as Postgres says what it did: `SELECT 3`, `INSERT 0 1` */
  constructor(rows: Row[], fields: Described['fields'], tag: string) {
    this.rows = rows;
    this.fields = fields;
    this.#tag = tag;
  }

  get command(): string | null {
    return this.#tag.split(' ', 1)[0] || null;
  }

  get rowCount(): number | null {
    const count = / (\d+)$/.exec(this.#tag)?.[1];
    return count === undefined ? null : Number(count);
  }
}

/**
 * One run of a prepared statement on a connection. Unlike pg's own query it has the rows described only once, and makes
 * each of them in one step: that is a quarter of the CPU of reading one row, and a third of reading twenty.
 *
 * To whatever watches queries it is like pg's own, and `prepared-run.test.ts` holds the two side by side: `text`, `name`,
 * `values` and `callback` are its own properties, because pg and tracers read them and put a callback of theirs around ours.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export class PreparedRun implements Submittable {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  callback: RunCallback;
  readonly #plan: Plan;
  readonly #rows: Row[] = [];
  #wire: Wire | undefined;
  #reader: Reader | undefined;
  #failure: Error | undefined;
  #tag = '';

  /** @param values as they go over the wire */
  constructor(plan: Plan, values: readonly unknown[], callback: RunCallback) {
    this.name = plan.name;
    this.text = plan.text;
    this.values = values;
    this.callback = callback;
    this.#plan = plan;
  }

  /** @returns an error of which the connection learns nothing */
  submit(connection: Connection): Error | null {
    const wire = connection as unknown as Wire;
    const { name, text, values } = this;
    const known = wire.parsedStatements[name] ?? wire.submittedNamedStatements[name];
    if (known !== undefined && known !== text) {
      return new Error(
        `Prepared statements must be unique - '${name}' was used for a different statement`,
      );
    }
    this.#wire = wire;
    this.#reader = this.#plan.readers.get(wire);
    const bound = serialize.bind({ statement: name, values: [...values] });
    const messages = [bound, this.#reader ? EXECUTE : DESCRIBE];
    if (known === undefined) {
      messages.unshift(serialize.parse({ name, text }));
      wire.submittedNamedStatements[name] = text;
    }
    if (wire.stream.writable) send(wire.stream, messages, bound.length);
    return null;
  }

  handleRowDescription({ fields }: Described): void {
    this.#reader = { fields, read: rowReader(this.#plan, fields) };
    if (this.#wire) this.#plan.readers.set(this.#wire, this.#reader);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (this.#failure) return;
    try {
      if (this.#reader) this.#rows.push(this.#reader.read(fields));
    } catch (error) {
      // Thrown from here it would end the process: nobody stands between this and the socket.
      this.#failure = error as Error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#tag = text;
  }

  handleReadyForQuery(): void {
    if (this.#failure) {
      this.handleError(this.#failure);
      return;
    }
    const result = new RunResult(this.#rows, this.#reader?.fields ?? [], this.#tag);
    try {
      this.callback(null, result);
    } catch (error) {
      // The connection goes on; whose mistake it is, is seen as any other that nobody caught.
      process.nextTick(() => {
        throw error;
      });
    }
  }

  handleError(error: Error): void {
    this.callback(this.#failure ?? error);
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** From so many bytes on, a copy of values is dearer than what it saves. */
const LONG = 65_536;

/** At once: one message after the other, even corked, they are most of what a statement takes to send. */
function send(stream: Writable, messages: readonly Buffer[], length: number): void {
  if (length < LONG) {
    stream.write(Buffer.concat(messages));
    return;
  }
  stream.cork();
  for (const message of messages) stream.write(message);
  stream.uncork();
}

/**
 * A function for just these columns, as fast-json-stringify makes one for each response: to set the fields by their names, one after the
 * other, takes six times as long. Of the statement nothing but the names of its columns is in the code.
 */
function rowReader({ columns, types }: Plan, fields: Described['fields']): Reader['read'] {
  const decoders = columns.map(({ field }, i) =>
    decoder(field, types.getTypeParser(fields[i]?.dataTypeID ?? 0, 'text')),
  );
  const entries = columns.map(
    ({ key }, i) =>
      // In brackets it is a name like any other: `__proto__` would not be.
      `[${JSON.stringify(key)}]: values[${i}] === null ? null : decoders[${i}](values[${i}])`,
  );
  const code = `return (values) => ({ ${entries.join(', ')} });`;
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- see above
  return new Function('decoders', code)(decoders) as Reader['read'];
}

/** pg's parser, then what drizzle makes of its result: the same two steps as in drizzle itself. */
function decoder(field: PlanColumn['field'], parse: Decode): Decode {
  const mapper = is(field, Column) ? field : sqlOf(field).decoder;
  // Asked for once: a subquery's column is a proxy, which looks each time.
  const { mapFromDriverValue: map } = mapper;
  if (map === Column.prototype.mapFromDriverValue) return parse;
  return (value) => map.call(mapper, parse(value));
}

function sqlOf(field: SQL | SQL.Aliased): { decoder: Mapper } {
  return ('sql' in field ? field.sql : field) as unknown as { decoder: Mapper };
}

interface Mapper {
  mapFromDriverValue: (value: unknown) => unknown;
}
