import type { Operation } from './document.ts';

/** A value that is only known when the request is sent: that of a row which was made before. */
export class FromRow {
  readonly collection: string;
  /** The first of these that the row has. */
  readonly fields: readonly string[];
  /** Which of the rows that are known by then. */
  readonly pick: number;
  /** What is sent while none is known. */
  readonly otherwise: unknown;
  /** Whether the value may be sent here, too: it was one of another place. */
  readonly fits: (value: unknown) => boolean;

  constructor(options: Omit<FromRow, 'valueIn' | 'fits'> & Partial<Pick<FromRow, 'fits'>>) {
    this.collection = options.collection;
    this.fields = options.fields;
    this.pick = options.pick;
    this.otherwise = options.otherwise;
    this.fits = options.fits ?? (() => true);
  }

  valueIn(rows: KnownRows): unknown {
    const row = rows.pick(this.collection, this.pick);
    const field = this.fields.find(
      (name) => row !== undefined && (row[name] ?? undefined) !== undefined,
    );
    const value = field === undefined ? undefined : row?.[field];
    return value === undefined || !this.fits(value) ? this.otherwise : value;
  }
}

type Row = Record<string, unknown>;

const KEPT = 200;

/** Rows that the service made, by the path of their list. */
export class KnownRows {
  private readonly byCollection = new Map<string, Row[]>();

  add(collection: string, row: Row): void {
    const rows = this.byCollection.get(collection) ?? [];
    rows.push(row);
    this.byCollection.set(collection, rows.slice(-KEPT));
  }

  pick(collection: string, pick: number): Row | undefined {
    const rows = this.byCollection.get(collection) ?? [];
    return rows[pick % rows.length];
  }
}

/** Of which list the value of each parameter of a path is: that of the last name before it. */
export function collectionsIn(path: string): Map<string, string> {
  const [version = ''] = /^\/v\d+/.exec(path) ?? [];
  let last = '';
  const found = new Map<string, string>();
  for (const segment of path.slice(version.length).split('/').filter(Boolean)) {
    const parameter = /^\{(.*)\}$/.exec(segment)?.[1];
    if (parameter === undefined) last = `${version}/${segment}`;
    else found.set(parameter, last);
  }
  return found;
}

/** The list that a field such as `categoryId` most likely refers into. */
export function collectionOf(field: string, operations: readonly Operation[]): string | undefined {
  const name = /^(.+)Id$/.exec(field)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  const paths = operations.map(({ path }) => path).filter((path) => !path.includes('{'));
  const plain = (path: string) => (path.split('/').at(-1) ?? '').replaceAll('-', '').toLowerCase();
  return paths.find((path) =>
    [`${name}s`, `${name}es`, `${name.replace(/y$/, 'ie')}s`].includes(plain(path)),
  );
}
