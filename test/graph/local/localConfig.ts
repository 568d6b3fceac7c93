import { readConfig } from '../../../src/config.ts';
import type { LocalNeo4jOptions } from '../../../src/graph/local/localNeo4j.ts';

/** A local Neo4j with its data in this folder and the artifacts in the cache that the environment names. */
export function localConfig(dataFolder: string): LocalNeo4jOptions & { kind: 'local' } {
  const { neo4j } = readConfig({ ...process.env, NEO4J_URI: '', SCHOLARGRAPH_DATA: dataFolder });
  if (neo4j.kind !== 'local') throw new Error('NEO4J_URI was unset, and yet the configuration names it');
  // Compiled quickly rather than well: the servers of these tests live for seconds.
  return { ...neo4j, heap: '512m', javaArguments: ['-XX:TieredStopAtLevel=1'] };
}
