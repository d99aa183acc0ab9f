import { join } from 'node:path';
import { packageRoot } from '../kit/package.ts';
import { KIT_FOLDER } from './packages.ts';

/** Where the build puts the reader. */
export const BUNDLED_READER = join(packageRoot(), 'dist', 'reader.cjs');

/**
 * The reader as one CommonJS module, which loads drizzle-orm as that, too: as ES modules, which come one by one, its hundred files take
 * Node 20 twice and Node 24 ten times as long, since that reads the 180 KB of its package.json anew for each.
 */
export async function bundleReader(): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(KIT_FOLDER, 'read', 'main.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  });
  return `${outputFiles[0]?.text}`;
}
