import { setFlagsFromString } from 'node:v8';
import { loadModule } from 'libpg-query';

/** Loads PostgreSQL's own parser: WebAssembly, about 20 ms once. `parseSync` of libpg-query works from then on. */
export async function loadSqlParser(): Promise<void> {
  // V8 would optimise the parser in the background while it reads a few dozen checks: 550 MB and 0.4 s of CPU (Node 24).
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  await loadModule();
}
