/** Names of functions or types, with a blank between them, by the extension that has them; those of Postgres itself under ''. */
export type NamesByOwner = Readonly<Record<string, string>>;

/** Of names that stand over several lines. */
export const words = (text: string) => text.trim().replaceAll(/\s+/g, ' ');

/** The other way around: who has a name. */
export function ownersOf(names: NamesByOwner): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(names).flatMap(([owner, all]) =>
      all.split(' ').map((name) => [name, owner] as const),
    ),
  );
}

/**
 * Whether what has this owner is there once the extensions are.
 *
 * @param owner an extension, '' for Postgres itself, undefined for nobody
 */
export function isProvided(owner: string | undefined, extensions: readonly string[]): boolean {
  return owner === '' || (owner !== undefined && extensions.includes(owner));
}
