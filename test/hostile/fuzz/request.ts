import type { Draft } from './draft.ts';
import { FromRow, type KnownRows } from './rows.ts';
import { escaped, isPlain, Raw } from './wrong.ts';

/** What goes over the wire. */
export interface Request {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  /** What the body says, with rows in it that are there; undefined where it is no value of JSON. */
  value: unknown;
}

/** Makes a request of a draft, now that it is known which rows there are. */
export function toRequest(draft: Draft, rows: KnownRows): Request {
  const { operation } = draft;
  const path = operation.path.replace(/\{(.*?)\}/g, (_, name: string) => {
    const raw = draft.rawPath[name];
    return raw ?? escaped(asText(known(draft.path[name], rows)));
  });
  const query = [
    ...draft.query.map(
      ([name, value]) => `${encodeURIComponent(name)}=${asParameter(known(value, rows))}`,
    ),
    ...draft.rawQuery,
  ].join('&');
  const value = known(draft.body, rows);
  const text = value === undefined ? undefined : asJson(value);
  const body = text === undefined ? undefined : (draft.spoilText?.(text) ?? Buffer.from(text));
  return {
    method: operation.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: {
      ...(draft.mediaType !== undefined && { 'content-type': draft.mediaType }),
      ...draft.headers,
    },
    body,
    value,
  };
}

/** A list stands in one parameter, with commas between its values. */
function asParameter(value: unknown): string {
  return [value]
    .flat(2)
    .map((item) => escaped(asText(item)))
    .join();
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function known(value: unknown, rows: KnownRows): unknown {
  if (value instanceof FromRow) return value.valueIn(rows);
  if (Array.isArray(value)) return value.map((item) => known(item, rows));
  if (!isPlain(value)) return value;
  const copy = {};
  for (const [name, item] of Object.entries(value)) {
    Object.defineProperty(copy, name, { value: known(item, rows), enumerable: true });
  }
  return copy;
}

/** JSON, in which some parts are written as they stand. */
function asJson(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(asJson).join()}]`;
  if (!isPlain(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${fields.map(([name, item]) => `${JSON.stringify(name)}:${asJson(item)}`).join()}}`;
}

const SHOWN = 1500;

/** A command that sends the same request again. */
export function curl(origin: string, { method, path, headers, body }: Request): string {
  const options = Object.entries(headers).map(
    ([name, value]) => `-H ${quoted(`${name}: ${value}`)}`,
  );
  const words = ['curl', '-i', '-g', '--path-as-is', '-X', method, ...options];
  const url = quoted(`${origin}${path}`);
  if (!body) return [...words, url].join(' ');
  const text = body.toString();
  const isText = Buffer.from(text).equals(body) && !text.includes('\0');
  if (isText && text.length <= SHOWN)
    return [...words, '--data-binary', quoted(text), url].join(' ');
  if (body.length > 20 * SHOWN)
    return `${[...words, '--data-binary', '@-', url].join(' ')}  # ${body.length} bytes: ${text.slice(0, 60)}...`;
  return `base64 -d <<< ${body.toString('base64')} | ${[...words, '--data-binary', '@-', url].join(' ')}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
