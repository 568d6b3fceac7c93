import { configDefaults, defineConfig } from 'vitest/config';

/** Never tests of ours: what is installed, also in the packages that tests build for themselves. */
const foreign = [...configDefaults.exclude, 'test/.artifacts/**'];

/**
 * Three projects. `unit` needs nothing but Node and runs in parallel. `graph` shares one real Neo4j a run (started
 * by test/neo4j.ts); Community Edition holds one database, so its files take turns and each starts from an empty
 * graph. `local` downloads, starts and kills Neo4j servers of its own.
 */
export default defineConfig({
  // As Node resolves it. Vite would take the package's other build, and there would be two of every GraphQL class.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Stopping Neo4j, and writing its class data archive after the first run of all.
    teardownTimeout: 120_000,
    setupFiles: ['test/propertySeed.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...foreign, 'test/graph/**', 'test/graphql/**', 'test/browser/**'],
          // Unicode tables are unpacked at first use, which takes its time on a busy machine.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'graph',
          include: ['test/graph/**/*.test.ts', 'test/graphql/**/*.test.ts', 'test/browser/**/*.test.ts'],
          exclude: [...foreign, 'test/graph/local/**'],
          globalSetup: ['test/neo4j.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'local',
          include: ['test/graph/local/**/*.test.ts'],
          exclude: foreign,
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
