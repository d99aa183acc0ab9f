import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    // Loading the service anew for each file takes longer than most tests. So files share modules, and each has its own app and
    // database: what a test changes in a module or in `process` it has to undo.
    isolate: false,
    // Most of their time they wait, for Postgres, for processes and for what has to end by itself: on two cores one worker takes
    // twice as long as four do.
    maxWorkers: Math.max(4, availableParallelism()),
    // In node_modules, by content: what nobody touched since the last run is not compiled anew, which takes a fifth off a run.
    fsModuleCache: true,
    // For what hangs: a test waits for what it expects, however long a busy machine takes, and not for a time.
    hookTimeout: 60_000,
    testTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // Its package.json is so long that Node 24 takes most of a second to find its modules, in each test file anew.
    server: { deps: { inline: ['drizzle-orm', 'drizzle-zod'] } },
  },
});
