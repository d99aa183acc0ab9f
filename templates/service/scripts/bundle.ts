import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Bundled with the service, which leaves out what it does not use: from node_modules, drizzle-orm alone takes 120 MB and
 * 200 ms. Everything else stays where npm put it.
 */
const BUNDLED = new Set(['drizzle-orm', 'drizzle-zod', 'fastify-type-provider-zod', 'zod']);

/** Puts each entry point into one file of the folder, which must lie within the project: `src/main.ts` becomes `main.js`. */
export async function bundle(entryPoints: string[], outdir: string): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  await build({
    entryPoints,
    entryNames: '[name]',
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node22',
    // Otherwise those of the folders above are read, too.
    tsconfig: 'tsconfig.json',
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    // What a bundled one needs of these is a dependency of the service, too: pnpm hides the others' dependencies from it.
    external: Object.keys(dependencies).filter((name) => !BUNDLED.has(name)),
  });
}
