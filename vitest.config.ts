import { defineConfig } from 'vitest/config';

/**
 * For what hangs, and for nothing else: on a machine that does five other things what takes ten seconds takes two minutes, and
 * is as right as ever.
 */
const CEILING = 1_200_000;

/**
 * By cost: `unit` needs nothing but this repository and starts no process, `reader` reads schemas, each in a process of its own, and
 * asks a real Postgres, `cli` starts the built kit, `golden` renders whole services in memory, `e2e` installs and runs them. `npx vitest run --project unit` is the one to keep open while working.
 */
export default defineConfig({
  test: {
    // A test waits for a process or a database as often as it works, and the default would leave a core of two to that.
    maxWorkers: '100%',
    // `.ci/run` counts what the second one writes.
    reporters: ['default', ['json', { outputFile: '.cache/test-results.json' }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // Importing the kit anew for each file took three times what the tests take.
          isolate: false,
          setupFiles: ['test/support/no-processes.ts'],
          // Some plan a whole service.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'reader',
          include: ['test/reader/**/*.test.ts'],
          testTimeout: CEILING,
          hookTimeout: CEILING,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          testTimeout: CEILING,
          hookTimeout: CEILING,
        },
      },
      {
        test: {
          name: 'golden',
          include: ['test/golden/**/*.test.ts'],
          testTimeout: CEILING,
          hookTimeout: CEILING,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          expect: { poll: { timeout: 120_000, interval: 100 } },
          testTimeout: CEILING,
          hookTimeout: CEILING,
          // Each of them installs services and starts Postgres. Two at a time fill the waits of each other; more only compete.
          maxWorkers: 2,
          // For the same reason they come after all others.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
