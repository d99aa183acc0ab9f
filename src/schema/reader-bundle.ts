import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KIT_FOLDER } from './packages.ts';

/** The reader as the build has bundled it; not there while the kit runs from its sources. */
export const BUNDLED_READER = join(KIT_FOLDER, 'read', 'bundled.cjs');

/**
 * The reader as one CommonJS module, which loads drizzle-orm as that, too: as ES modules, which come one by one, its hundred files take
 * Node 20 twice and Node 24 ten times as long, since that reads the 180 KB of its package.json anew for each.
 */
export async function bundleReader(): Promise<string> {
  const { build } = await import('esbuild');
  const main = ['main.js', 'main.ts']
    .map((name) => join(KIT_FOLDER, 'read', name))
    .find((path) => existsSync(path));
  const { outputFiles } = await build({
    entryPoints: [`${main}`],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  });
  return `${outputFiles[0]?.text}`;
}
