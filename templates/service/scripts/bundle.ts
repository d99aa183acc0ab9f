import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Bundled with the service, which leaves out what it does not use: from node_modules, drizzle-orm alone takes 120 MB and
 * 200 ms. Everything else stays where npm put it.
 */
const BUNDLED = new Set(['drizzle-orm', 'drizzle-zod', 'fastify-type-provider-zod', 'zod']);

/**
 * Puts entry points into the folder, which is emptied first and must lie within the project: `src/main.ts` becomes `main.js`. What they
 * share, and what is imported while the service runs, has files of its own beside them.
 */
export async function bundle(entryPoints: string[], outdir: string): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints,
    entryNames: '[name]',
    outdir,
    bundle: true,
    // Otherwise packages that only an import() needs would be loaded at every start.
    splitting: true,
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

/**
 * Has each entry point of the folder look at the version of Node before it loads anything else: on an old one the service would start,
 * and fail at requests. The folder lies beside `package.json`, which says what is needed.
 */
export function checkNodeFirst(entryPoints: string[], outdir: string): void {
  copyFileSync('scripts/check-node.cjs', path.join(outdir, 'check-node.cjs'));
  for (const { name } of entryPoints.map((entry) => path.parse(entry))) {
    const file = path.join(outdir, `${name}.js`);
    renameSync(file, path.join(outdir, `${name}.run.js`));
    writeFileSync(file, `import './check-node.cjs';\nawait import('./${name}.run.js');\n`);
  }
}
