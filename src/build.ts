import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { BUNDLED_READER, bundleReader } from './schema/reader-bundle.ts';
import { COMPILED } from './render/template.ts';
import { precompiled } from './render/precompile.ts';

// What is published: few files, because to load three hundred takes longer than what most of them do. The packages that the kit
// depends on stay outside.
const entries = ['src/cli.ts', 'generators/plopfile.ts'];
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: entries,
  outdir: 'dist',
  outbase: '.',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
});
// Where tsc has put it.
copyFileSync('.cache/types/generators/plopfile.d.ts', 'dist/generators/plopfile.d.ts');
writeFileSync(COMPILED, precompiled());
writeFileSync(BUNDLED_READER, await bundleReader());
