import { defineConfig } from 'vitest/config';

/**
 * By cost: `unit` needs nothing but this repository and starts no process, `reader` reads schemas, each in a process of its own, and
 * asks a real Postgres, `cli` starts the built kit, `golden` renders whole services in memory, `e2e` installs and runs them. `npx vitest run --project unit` is the one to keep open while working.
 */
export default defineConfig({
  test: {
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
          // Some plan a whole service, which takes its time on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'reader',
          include: ['test/reader/**/*.test.ts'],
          // A process takes its time where many start at once.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        test: {
          name: 'golden',
          include: ['test/golden/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Each of them installs services and starts Postgres. Two at a time fill the waits of each other; more only compete.
          maxWorkers: 2,
          // For the same reason they come after all others.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
