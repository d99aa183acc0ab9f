import { KitError } from '../errors.ts';
import type { Notice, Table } from '../schema/table.ts';
import { type Names, namesFrom, namesOf, namesOfForms } from './names.ts';
import { hasWords, splitWords } from '../words.ts';

/** A path that a person chose, or that the service has had for longer: `users` is served at `/v1/users`. */
export type Paths = ReadonlyMap<Table['id'], string>;

interface NamingInput {
  /** Every table of the schema that code can refer to, in its order. */
  tables: readonly Table[];
  /** Whether the table has routes; one without may still have a factory. */
  isServed: (table: Table) => boolean;
  paths: Paths;
  /** Whether generated code uses an identifier for something else. */
  isOurs: (identifier: string) => boolean;
}

/**
 * Tells the tables of a service apart: each has names of its own, so that no two share a URL, a file, an identifier or a
 * schema in the description. A resource whose name is another's is called after its name in the database, or else numbered.
 *
 * @throws KitError NAME_TAKEN where two were given one path; UNNAMABLE
 */
export function nameTables({ tables, isServed, paths, isOurs }: NamingInput): {
  names: Map<Table['id'], Names>;
  notices: Notice[];
} {
  const names = new Map<Table['id'], Names>();
  const owners = new Map<string, Table>();
  const notices: Notice[] = [];
  const take = (table: Table, own: Names): boolean => {
    const claims = claimsOf(own);
    const identifiers = identifiersOf(own);
    // A table `create` would have its factory called like what a client may set of it.
    const meet = new Set(identifiers).size < identifiers.length || identifiers.some(isOurs);
    if (meet || claims.some((claim) => owners.has(claim))) return false;
    for (const claim of claims) owners.set(claim, table);
    names.set(table.id, own);
    return true;
  };

  const served = tables.filter(isServed);
  for (const table of served) if (!paths.has(table.id)) assertNamable(table);
  // Who can have the name that it would have anyway gets it first.
  const rest = inOrderOfClaim(served, paths).filter(
    (table) => !take(table, candidates(table, paths.get(table.id)).wanted),
  );
  for (const table of rest) {
    const { wanted, others } = candidates(table, paths.get(table.id));
    const own = firstOf(others, (candidate) => take(table, candidate));
    if (!own) {
      const [other = table] = claimsOf(wanted).flatMap((claim) => owners.get(claim) ?? []);
      throw taken(table, other, wanted);
    }
    if (!paths.has(table.id)) notices.push(...movedNotice(table, { wanted, own, owners }));
  }
  for (const table of tables) {
    if (!names.has(table.id)) unservedNames(table).some((candidate) => take(table, candidate));
  }
  return { names, notices };
}

function movedNotice(table: Table, { wanted, own, owners }: Moved): Notice[] {
  const other = claimsOf(wanted)
    .flatMap((claim) => owners.get(claim) ?? [])
    .find((owner) => owner !== table);
  if (!other || own.kebab === wanted.kebab) return [];
  const called = table.exportName ?? table.name;
  const why = owners.has(`/${wanted.kebab}`)
    ? `Would be served at /v1/${wanted.kebab} like ${labelOf(other)}`
    : `Code would call its rows like those of ${labelOf(other)}`;
  return [
    {
      subject: table.exportName,
      message: `${why}, so it is at /v1/${own.kebab}. --path ${called}=<path> decides otherwise.`,
    },
  ];
}

/** What a table would be called, what it is called, and who has what. */
interface Moved {
  wanted: Names;
  own: Names;
  owners: ReadonlyMap<string, Table>;
}

/** What a table without routes is called in code, where a resource may have its name. */
function unservedNames(table: Table): Names[] {
  const words = splitWords(table.exportName ?? table.name);
  return [
    namesOf(table),
    ...Array.from({ length: 9 }, (_, i) => namesFrom([...Array(i + 1).fill('unserved'), ...words])),
  ];
}

/** Everything that is made of a resource's names, and must be its own. A URL has a hyphen or no capital; identifiers differ. */
function claimsOf({ kebab, camelOne, pascal }: Names): string[] {
  const described = ['', 'Create', 'Update'].flatMap((part) => [part, `${part}Input`]);
  return [`/${kebab}`, camelOne, ...described.map((part) => `#${pascal}${part}`)];
}

/** What code calls things after a resource. */
function identifiersOf({ camelOne, pascal }: Names): string[] {
  const suffixes = ['Response', 'Create', 'Update', 'Params', 'Listing', 'Includes', 'Queries'];
  return [
    `create${pascal}`,
    `${pascal}Key`,
    ...[...suffixes, 'Routes', 'Values', 'Rows'].map((suffix) => `${camelOne}${suffix}`),
  ];
}

/** Who was given a path comes first, then who has the name as it is spelled; a view gives way to its table. */
function inOrderOfClaim(tables: readonly Table[], paths: Paths): Table[] {
  const rank = (table: Table) => {
    const own = ownName(table);
    const { kebab } = namesOf(table);
    const isSpelled = splitWords(own).join('-') === kebab;
    const isInCapitals = own !== own.toLowerCase();
    return (
      (paths.has(table.id) ? 0 : 8) +
      (table.kind === 'table' ? 0 : 4) +
      (isSpelled ? 0 : 2) +
      (isInCapitals ? 1 : 0)
    );
  };
  return tables.toSorted((a, b) => rank(a) - rank(b));
}

const ownName = ({ name, prefix }: Table) => name.slice(prefix.length);

/** What a table may be called, and what else where others have that, best first; worked out as far as it is asked for. */
interface Candidates {
  wanted: Names;
  others: Iterable<Names>;
}

/** A path that was chosen is not to be replaced by another. */
function candidates(table: Table, path: string | undefined): Candidates {
  const wanted = namesOf(table);
  if (path === undefined) return { wanted, others: othersThan(wanted, table) };
  const given = splitWords(path);
  const one = namesFrom(given);
  const own = one.kebab === path ? one : namesOfForms(given, given);
  const known = [wanted, ...spellings(wanted, table)].filter(({ kebab }) => kebab === path);
  const rows = namesOfForms([...own.kebabOne.split('-'), 'row'], given);
  return { wanted: known[0] ?? own, others: [...known.slice(1), own, rows] };
}

function* othersThan(wanted: Names, table: Table): Generator<Names> {
  yield* spellings(wanted, table);
  yield* numbered(wanted);
}

/** Other ways to take a table's name. */
function spellings(wanted: Names, table: Table): Names[] {
  const { exportName, name, schema } = table;
  const words = splitWords(ownName(table));
  const exported = splitWords(exportName ?? name);
  return [
    namesFrom(exported),
    namesFrom(words),
    namesFrom(splitWords(name)),
    ...(schema ? [namesFrom([...splitWords(schema), ...words])] : []),
    // The same URL where only code would call its rows like another's; else as it is spelled, singular and plural alike.
    namesOfForms([...wanted.kebabOne.split('-'), 'row'], wanted.kebab.split('-')),
    ...[exported, words].flatMap((own) => [
      namesOfForms(own, own),
      namesOfForms([...own, 'row'], own),
    ]),
  ];
}

/** `users-2`: where nothing else tells a table from others, `Users` from `users`. */
function* numbered({ kebabOne, kebab }: Names): Generator<Names> {
  for (let number = 2; number < 100; number += 1) {
    yield namesOfForms([...kebabOne.split('-'), `${number}`], [...kebab.split('-'), `${number}`]);
  }
}

function firstOf<T>(items: Iterable<T>, fits: (item: T) => boolean): T | undefined {
  for (const item of items) if (fits(item)) return item;
  return undefined;
}

function assertNamable({ exportName, name, prefix }: Table): void {
  if ([exportName ?? '', name.slice(prefix.length)].some(hasWords)) return;
  throw new KitError(
    'UNNAMABLE',
    `The table ${exportName ?? name} has neither a letter nor a digit in its name, and its URL is made of those.`,
    `Choose a path for it: --path ${exportName ?? name}=<path>.`,
  );
}

function taken(table: Table, other: Table, { kebab }: Names): KitError {
  const called = table.exportName ?? table.name;
  return new KitError(
    'NAME_TAKEN',
    `The tables ${labelOf(other)} and ${labelOf(table)} would both be served at /v1/${kebab}.`,
    `Give one of them another path: --path ${called}=<path>. Or leave it out: --skip-tables ${called}.`,
  );
}

function labelOf({ exportName, name, id }: Table): string {
  return exportName === null || exportName === name ? id : `${exportName} (${id})`;
}
