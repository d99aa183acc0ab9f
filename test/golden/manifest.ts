import { parseManifest } from '../../src/service/manifest.ts';

/** The files of `templates/service` that a team owns from the first day on. The kit manages all others. */
const YOURS = new Set('.env.example AGENTS.md README.md src/config/profiles.ts'.split(' '));

/**
 * What a manifest is expected to say, less what follows from the files themselves or differs from release to release: their
 * hashes, the kit's version, and the copied files that belong to whom they should.
 *
 * @param copied the paths of `templates/service`, each of which the manifest must name
 */
export function expectedManifest(
  text: string,
  copied: string[],
  kit: { name: string; version: string },
): string {
  const { files, ...rest } = parseManifest(text);
  const owners: Record<string, string> = Object.fromEntries(
    [...copied.map((path) => ({ path, owner: 'nobody' })), ...files]
      .map(({ path, owner }) => [path, owner] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  for (const path of copied) {
    if (owners[path] === (YOURS.has(path) ? 'yours' : 'managed')) delete owners[path];
  }
  const json = JSON.stringify({ ...rest, owners }, null, 2);
  return `${json.replaceAll(/"npx \S+@\S+ /g, `"npx ${kit.name}@${kit.version} `)}\n`;
}
