import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { readConfig } from '../src/config.ts';
import { cypher } from '../src/graph/cypher.ts';
import { type Address, Graph } from '../src/graph/graph.ts';
import { startLocalNeo4j } from '../src/graph/local/localNeo4j.ts';
import { empty } from './graph/emptyGraph.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database that the tests of a run share. They wipe it. */
    neo4j: Address;
  }
}

async function onGraph(address: Address, work: (graph: Graph) => Promise<void>): Promise<void> {
  const graph = new Graph(address);
  await work(graph).finally(() => graph.close());
}

/** The tests delete all that a database holds, so they take none that holds something. */
async function requireEmpty(graph: Graph): Promise<void> {
  const [row] = await graph.read<{ nodes: number }>(
    cypher`MATCH (n) WHERE NOT n:Migration RETURN count(n) AS nodes`,
  );
  if (row?.nodes === 0) return;
  throw new Error(
    `NEO4J_URI names a database with ${row?.nodes} nodes, which the tests would delete. Name an empty one, or unset it.`,
  );
}

/**
 * One Neo4j for the run: the empty one that the environment names with NEO4J_URI, else a local one with its data in a new
 * temporary folder.
 */
export default async function setup(project: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const { neo4j } = readConfig(process.env);
  if (neo4j.kind === 'remote') {
    const { uri, user, password, database } = neo4j;
    const address = { uri, user, password, database };
    await onGraph(address, requireEmpty);
    project.provide('neo4j', address);
    return () => onGraph(address, empty);
  }
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'scholargraph-test-'));
  try {
    const local = await startLocalNeo4j({
      ...neo4j,
      dataFolder,
      // Compiled quickly rather than well: half the processor time for the short life of a test database.
      javaArguments: ['-XX:TieredStopAtLevel=1'],
    });
    project.provide('neo4j', local.address);
    return async () => {
      await local.stop();
      await rm(dataFolder, { recursive: true, force: true });
    };
  } catch (error) {
    await rm(dataFolder, { recursive: true, force: true });
    throw error;
  }
}
